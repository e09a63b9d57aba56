using CleanCqrs.Application.History;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Infrastructure.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Rebuilds;

/// <summary>
/// Looks every second which generations are being built, by whomever they were asked for, and does the part of this process. It says when
/// one is ready, and switches where that was asked for.
/// </summary>
internal sealed class GenerationService(
    ProjectionRebuilds rebuilds,
    GenerationBuilders builders,
    Pulses pulses,
    ILogger<GenerationService> logger,
    IGenerations? generations = null,
    IEventHistory? history = null,
    IHistoryCheckpoints? checkpoints = null,
    IHistoryReaders? readers = null)
    : BackgroundService
{
    private const int FailuresToTell = 60;

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly Pulse _pulse = pulses.Of(Pulses.Rebuilds);
    private bool _hasTidied;

    /// <summary>What a projection says of its rows is looked at before it applies the first event.</summary>
    /// <exception cref="RebuildRefusedException">It does not fit the read context.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var name in generations is null ? [] : rebuilds.Owners)
        {
            generations!.TablesOf(name);
        }

        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await builders.DisposeAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (!rebuilds.IsPossible)
        {
            return;
        }

        try
        {
            while (true)
            {
                await TryRoundAsync(generations!, stoppingToken);
                await builders.Changed.WaitAsync(_interval, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The builders end in StopAsync.
        }
    }

    private async Task TryRoundAsync(IGenerations store, CancellationToken stoppingToken)
    {
        var failures = _pulse.Read().Failures;
        try
        {
            _pulse.Begin();
            await RunRoundAsync(store, stoppingToken);
            _pulse.Succeed();
            if (failures > 0)
            {
                logger.RebuildsLookedAfterAgain(failures);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            _pulse.Fail(exception);
            if (failures % FailuresToTell == 0)
            {
                logger.RebuildsNotSeen(failures == 0 ? exception : null, exception.Message, failures + 1);
            }
        }
    }

    private async Task RunRoundAsync(IGenerations store, CancellationToken cancellationToken)
    {
        var all = await store.ListAsync(cancellationToken);
        var hasEnded = await builders.FollowAsync(store, all);
        if (hasEnded || !_hasTidied)
        {
            await ForgetReadersAsync(all, cancellationToken);
            _hasTidied = true;
        }

        foreach (var group in all.Where(builders.IsRunning).GroupBy(generation => generation.Rebuild).Select(group => group.ToList()))
        {
            if (group.TrueForAll(generation => generation.State == RebuildState.Ready))
            {
                await SwitchAsync(store, group, cancellationToken);
            }
            else if (await AreCaughtUpAsync(group, cancellationToken))
            {
                await MarkReadyAsync(store, group, cancellationToken);
            }
        }
    }

    private async Task<bool> AreCaughtUpAsync(List<Generation> group, CancellationToken cancellationToken)
    {
        var parts = await history!.ListPartsAsync(cancellationToken);
        foreach (var generation in group)
        {
            var seen = (await checkpoints!.ReadAsync(generation.Name, cancellationToken))
                .Where(part => part.IsCaughtUp).Select(part => part.Part).ToHashSet();
            if (!parts.All(seen.Contains))
            {
                return false;
            }
        }

        return true;
    }

    private async Task MarkReadyAsync(IGenerations store, List<Generation> group, CancellationToken cancellationToken)
    {
        var ready = group.ConvertAll(generation => (generation, generation with { State = RebuildState.Ready }));
        if (await store.ChangeAsync(ready, cancellationToken))
        {
            logger.GenerationsComplete(string.Join(", ", group.Select(generation => generation.Name)));
            builders.Changed.Notify();
        }
    }

    private async Task SwitchAsync(IGenerations store, List<Generation> ready, CancellationToken cancellationToken)
    {
        if (!ready[0].SwitchWhenReady)
        {
            return;
        }

        try
        {
            await rebuilds.SwitchAsync(ready[0].Projection, force: false, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            await NoteAsync(store, ready, exception, cancellationToken);
        }
    }

    /// <summary>Whoever looks at the state sees why nothing happens; the log says each reason once.</summary>
    private async Task NoteAsync(IGenerations store, List<Generation> ready, Exception reason, CancellationToken cancellationToken)
    {
        var noted = ready.ConvertAll(generation => (generation, generation with { Note = reason.Message }));
        if (ready[0].Note != reason.Message && await store.ChangeAsync(noted, cancellationToken))
        {
            logger.SwitchFailed(reason is RebuildRefusedException ? null : reason, ready[0].Name, reason.Message);
        }
    }

    private async Task ForgetReadersAsync(IReadOnlyList<Generation> all, CancellationToken cancellationToken)
    {
        if (readers is null)
        {
            return;
        }

        var built = all.Where(generation => generation.IsBuilt).Select(generation => generation.Name).ToHashSet();
        foreach (var reader in await readers.ListAsync(cancellationToken))
        {
            if (Generation.IsNameOfOne(reader.Name) && !built.Contains(reader.Name))
            {
                await readers.ForgetAsync(reader.Name, cancellationToken);
            }
        }
    }
}
