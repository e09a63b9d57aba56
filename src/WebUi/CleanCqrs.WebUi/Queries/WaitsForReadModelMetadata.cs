namespace CleanCqrs.WebUi.Queries;

/// <summary>Marks an endpoint that takes a consistency token, for those who describe endpoints.</summary>
/// <param name="Projection">The name of the projection that it waits for.</param>
public sealed record WaitsForReadModelMetadata(string Projection);
