using CleanCqrs.Application.History;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Rebuilds;

/// <summary>
/// Applies to a generation what the current one has and it has not, stream by stream: beside live events, and then, for the little that is
/// left, while they wait.
/// </summary>
internal sealed class Levelling(
    IServiceProvider provider,
    IEnumerable<Projection> projections,
    TimeProvider timeProvider,
    ILogger<Levelling> logger,
    IEventHistory? history = null)
{
    /// <summary>How often the locks of the current generations are asked for, each time for some seconds.</summary>
    public const int MaxTries = 6;

    private const int MaxEvents = 500;
    private const int MaxStreams = 10_000;

    /// <summary>With no more streams behind, the rest is done while live events wait.</summary>
    private const int FewStreams = 20;

    private const int MaxRounds = 20;

    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    /// <exception cref="RebuildRefusedException">The history of this process can't be asked for single streams.</exception>
    public async Task RefuseWithoutStreamsAsync(CancellationToken cancellationToken)
    {
        if (await history!.ReadStreamAsync(string.Empty, 1, 1, cancellationToken) is null)
        {
            throw new RebuildRefusedException(
                "This host has the topics as its history, which can't be asked for the events of one stream: generations could never be "
                    + "made level. Ask a host that has the write database: UseOutbox<TWriteContext>().");
        }
    }

    /// <summary>
    /// Brings generations nearly level, while everything goes on. What the current ones have at the beginning, these have at the end, where
    /// history has it and it does not fail: a row that neither had would look the same in both.
    /// </summary>
    public async Task ApproachAsync(
        IGenerations generations, IReadOnlyList<Generation> built, CancellationToken cancellationToken)
    {
        foreach (var generation in built)
        {
            var store = generations.StoreOf(generation, () => { });
            var (last, failures) = (int.MaxValue, 0);
            for (var round = 0; round < MaxRounds; round++)
            {
                var behind = await generations.FindBehindAsync(generation, MaxStreams, cancellationToken);
                try
                {
                    await ApplyAsync(generation, store, behind, cancellationToken);
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested && ++failures < MaxTries)
                {
                    // A turn that others did not give in time, above all: a busy database must not end a rebuild.
                    logger.LevellingFailed(generation.Name, exception.Message);
                    await Task.Delay(_pause, timeProvider, cancellationToken);
                    continue;
                }

                if (behind.Count <= FewStreams || (behind.Count >= last && behind.Count < MaxStreams))
                {
                    break;
                }

                last = behind.Count;
            }
        }
    }

    /// <summary>
    /// Does something in a transaction in which generations have the very events of the current ones, and all of them stand still. Where
    /// others do not give way in time, it is tried again from the start.
    /// </summary>
    /// <param name="generations">Where they are kept.</param>
    /// <param name="built">The generations, nearly level.</param>
    /// <param name="work">What to do; it gets the streams in which one is behind all the same.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>For how long live events waited.</returns>
    public async Task<TimeSpan> HoldAsync(
        IGenerations generations,
        IReadOnlyList<Generation> built,
        Func<IHeldGenerations, IReadOnlyList<StreamLag>, CancellationToken, Task> work,
        CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var began = timeProvider.GetTimestamp();
                await generations.HoldAsync(
                    built,
                    async (held, token) =>
                    {
                        began = timeProvider.GetTimestamp();
                        await work(held, await CompleteAsync(held, built, token), token);
                    },
                    cancellationToken);
                return timeProvider.GetElapsedTime(began);
            }
            catch (ConcurrencyConflictException exception) when (tries < MaxTries)
            {
                logger.HoldingStillFailed(string.Join(", ", built.Select(generation => generation.Name)), exception.Message);
                await ApproachAsync(generations, built, cancellationToken);
            }
        }
    }

    /// <summary>Levels generations that nobody else changes.</summary>
    /// <returns>The streams in which one is behind all the same.</returns>
    private async Task<IReadOnlyList<StreamLag>> CompleteAsync(
        IHeldGenerations held, IReadOnlyList<Generation> built, CancellationToken cancellationToken)
    {
        var left = new List<StreamLag>();
        foreach (var generation in built)
        {
            var behind = await held.FindBehindAsync(generation, cancellationToken);
            if (behind.Count > 0)
            {
                await ApplyAsync(generation, held.StoreOf(generation), behind, cancellationToken);
                left.AddRange(await held.FindBehindAsync(generation, cancellationToken));
            }
        }

        return left;
    }

    private async Task ApplyAsync(
        Generation generation, IProjectionStore store, IReadOnlyList<StreamLag> behind, CancellationToken cancellationToken)
    {
        if (behind.Count == 0)
        {
            return;
        }

        var projection = projections.First(projection => projection.Name == generation.Projection).ForGeneration(generation);
        var options = new GenerationOptions(generation, provider.GetRequiredService<IOptionsMonitor<ProjectionOptions>>());
        using var runner = ActivatorUtilities.CreateInstance<ProjectionRunner>(provider, projection, store, options);
        var events = new List<EventEnvelope>();
        foreach (var stream in behind)
        {
            for (var version = stream.Version + 1; version <= stream.CurrentVersion;)
            {
                var read = (await history!.ReadStreamAsync(stream.StreamId, version, MaxEvents, cancellationToken))!;
                events.AddRange(read.Select(historic => historic.Envelope)
                    .Where(envelope => envelope.StreamVersion <= stream.CurrentVersion));
                version = read.Count < MaxEvents ? long.MaxValue : read[^1].Envelope.StreamVersion + 1;
                if (events.Count >= MaxEvents)
                {
                    await ApplyAsync(runner, events, cancellationToken);
                }
            }
        }

        await ApplyAsync(runner, events, cancellationToken);
    }

    private static async Task ApplyAsync(ProjectionRunner runner, List<EventEnvelope> events, CancellationToken cancellationToken)
    {
        if (events.Count > 0)
        {
            await runner.HandleAsync([.. events], cancellationToken);
            events.Clear();
        }
    }
}
