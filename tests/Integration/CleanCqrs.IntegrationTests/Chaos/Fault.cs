using CleanCqrs.KafkaCluster;

namespace CleanCqrs.IntegrationTests.Chaos;

/// <summary>A way to break a cluster.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Begin">Breaks it.</param>
/// <param name="End">Mends it.</param>
/// <param name="Requests">The requests that are answered with an error, if that is the fault: it was felt when such a request came.</param>
internal sealed record Fault(string Name, Action Begin, Action End, params IReadOnlyList<KafkaApi> Requests);
