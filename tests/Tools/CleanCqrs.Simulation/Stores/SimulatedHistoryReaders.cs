using CleanCqrs.Application.History;

namespace CleanCqrs.Simulation.Stores;

/// <summary>Who reads the history in the outbox.</summary>
internal sealed class SimulatedHistoryReaders(WriteDatabase database, IStoreCalls calls) : IHistoryReaders
{
    public Task ReportAsync(string name, long position, CancellationToken cancellationToken) => calls.CallAsync(
        "report reader", () => database.Readers[name] = new HistoryReader(name, position, database.Now), cancellationToken);

    public Task<IReadOnlyList<HistoryReader>> ListAsync(CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<HistoryReader>>(
            "list readers", () => [.. database.Readers.Values.OrderBy(reader => reader.Position)], cancellationToken);

    public Task<bool> ForgetAsync(string name, CancellationToken cancellationToken) =>
        calls.CallAsync("forget reader", () => database.Readers.Remove(name), cancellationToken);
}
