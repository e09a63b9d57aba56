namespace CleanCqrs.WebUi.Dashboard;

/// <summary>What somebody asks of a projection.</summary>
/// <param name="Services">The services of the host.</param>
/// <param name="Projection">The projection.</param>
/// <param name="Stream">The stream; empty where it is about none.</param>
/// <param name="By">Who asks.</param>
/// <param name="Reason">Why; empty where that is not asked.</param>
/// <param name="IsChosen">Whether the choice was made.</param>
internal sealed record ProjectionCall(
    IServiceProvider Services, string Projection, string Stream, string By, string Reason, bool IsChosen);
