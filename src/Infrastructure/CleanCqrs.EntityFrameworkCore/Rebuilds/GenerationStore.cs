using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>The store of a generation that is being built, which asks the database at its first use where the tables are.</summary>
internal sealed class GenerationStore(Func<CancellationToken, Task<IProjectionStore>> open) : IProjectionStore
{
    private IProjectionStore? _opened;

    public async Task RunAsync(
        string projection,
        ProjectionTurn? turn,
        Func<IProjectionSession, CancellationToken, Task> work,
        CancellationToken cancellationToken) =>
        await (await OpenAsync(cancellationToken)).RunAsync(projection, turn, work, cancellationToken);

    public async Task<DueEvents> ReadDueAsync(
        string projection, int maxCount, TimeSpan longestWait, CancellationToken cancellationToken) =>
        await (await OpenAsync(cancellationToken)).ReadDueAsync(projection, maxCount, longestWait, cancellationToken);

    public async Task<IReadOnlyList<UnreadableMessage>> KeepUnreadableAsync(
        string projection, IReadOnlyList<UnreadableMessage> messages, CancellationToken cancellationToken) =>
        await (await OpenAsync(cancellationToken)).KeepUnreadableAsync(projection, messages, cancellationToken);

    private async ValueTask<IProjectionStore> OpenAsync(CancellationToken cancellationToken) =>
        _opened ??= await open(cancellationToken);
}
