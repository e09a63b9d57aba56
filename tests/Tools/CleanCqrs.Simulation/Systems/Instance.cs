using System.Runtime.CompilerServices;
using CleanCqrs.Application;
using CleanCqrs.Application.History;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Signals;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Audit;
using CleanCqrs.Infrastructure.Diagnostics;
using CleanCqrs.Infrastructure.History;
using CleanCqrs.Infrastructure.IntegrationEvents;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.Infrastructure.Relay;
using CleanCqrs.Simulation.Broker;
using CleanCqrs.Simulation.Planted;
using CleanCqrs.Simulation.Scheduling;
using CleanCqrs.Simulation.Stores;

namespace CleanCqrs.Simulation.Systems;

/// <summary>One process of the system: the real relay, the real projections and their retries, on simulated ports.</summary>
internal sealed class Instance : IDisposable
{
    private readonly World _world;
    private readonly CommitSignal _commits = new([]);
    private readonly AbandonedAttempts _abandoned = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _services = [];
    private readonly IStoreCalls _calls;
    private readonly IStoreCalls _readCalls;

    public Instance(World world, Process process)
    {
        (_world, Process) = (world, process);
        _calls = new ProcessCalls(process, world.Settings.Disturbance, world.Chance);
        _readCalls = new ReadCalls(_calls, world.Read);
    }

    public Process Process { get; }

    public void Start()
    {
        Process.Note("starts");
        var transport = new SimulatedTransport(_world.Broker, Process, _world.Chance, IsRefused)
        {
            Handled = (group, deliveries, incarnation) =>
                _world.Promises.Handled(group, deliveries, wasPutBack: incarnation != _world.Read.Incarnation),
            Incarnation = () => _world.Read.Incarnation,
            AcknowledgesEarly = _world.Planted == PlantedFault.AcknowledgeBeforeCommit,
        };
        StartRelay(transport);
        foreach (var shape in _world.Settings.Projections)
        {
            StartProjection(shape, transport);
        }
    }

    public void Notify(Commit commit) => _commits.Notify(commit);

    public void Dispose() => _stopping.Dispose();

    /// <summary>Stops in order: nothing new is taken, what is in hand is finished, and the leases are given up.</summary>
    public async Task StopAsync()
    {
        Process.Note("is asked to stop");
        _stopping.Cancel();
        await Task.WhenAll(_services);
        Process.Kill("it has stopped in order");
    }

    private void StartRelay(SimulatedTransport transport)
    {
        var settings = _world.Settings;
        var options = new FixedOptions<OutboxRelayOptions>(new OutboxRelayOptions
        {
            BatchSize = settings.BatchSize,
            Lease = settings.Lease,
            PollInterval = TimeSpan.FromSeconds(5),
            DrainTimeout = TimeSpan.FromSeconds(4),
            Retry = Retries(),
        });
        IOutboxStore store = new SimulatedOutboxStore(
            _world.Write, _calls, ignoresFence: _world.Planted == PlantedFault.IgnoreTheFence);
        IBucketLeases leases = new SimulatedLeases(_world.Write.Leases, Process.Name, Process.Clock, _calls);
        store = _world.Planted == PlantedFault.MarkBeforeAcknowledgement ? new EarlyMarks(store) : store;
        leases = _world.Planted == PlantedFault.BelieveInAnOldLease ? new EndlessLeases(leases) : leases;
        var logger = new ProcessLogger<OutboxRelay>(Process);
        var upcaster = new EnvelopeUpcaster(_world.Events, _world.Events);
        var relay = new OutboxRelay(store, leases, transport, upcaster, options, Process.Clock, logger);
        Run(ExecuteAsync(new RelayService(relay, _commits, options, Process.Clock, logger), _stopping.Token));
    }

    private void StartProjection(ProjectionShape shape, SimulatedTransport transport)
    {
        var settings = _world.Settings;
        var options = new FixedOptions<ProjectionOptions>(new ProjectionOptions
        {
            MaxAttempts = 3,
            PollInterval = TimeSpan.FromSeconds(5),
            AttemptTimeout = Settings.AttemptTimeout,
            Retry = Retries(),
        });
        var projection = new Projection(shape.Name, new HashSet<Type> { typeof(LedgerProjector) }) { IsSequential = shape.IsSequential };
        if (shape.IsPartitioned)
        {
            projection = projection with
            {
                PartitionKeys = new Dictionary<Type, Func<IIntegrationEvent, string>> { [typeof(Moved)] = moved => ((Moved)moved).Key },
            };
        }

        IProjectionStore store = new SimulatedProjectionStore(
            _world.Read,
            _readCalls,
            session => new SessionServices(
                new LedgerProjector(session, Process, _world.Chance, settings, settings.Disturbance, _world.Events)),
            settings.DatabaseRetries)
        {
            OverwritesOthers = _world.Planted == PlantedFault.OverwriteWhatOthersChanged,
        };
        store = _world.Planted switch
        {
            PlantedFault.DropWhatIsParked => new ForgetfulStore(store),
            PlantedFault.TrustTheClock => new TrustingStore(store, Process.Clock),
            PlantedFault.ForgetTheLastId => new IdlessStore(store),
            _ => store,
        };
        var runner = new ProjectionRunner(
            projection,
            store,
            _world.Events,
            _commits,
            _abandoned,
            options,
            Process.Clock,
            new ProcessLogger<ProjectionRunner>(Process),
            TaskScheduler.FromCurrentSynchronizationContext());
        Run(ExecuteAsync(
            new ProjectionRetryService(
                projection, runner, store, _commits, options, Process.Clock, new ProcessLogger<ProjectionRetryService>(Process)),
            _stopping.Token));
        if (settings.HasHistory)
        {
            StartHistory(projection, runner, store, options);
        }

        for (var lane = 0; lane < settings.Lanes; lane++)
        {
            var group = _world.Broker.GroupOf(shape.Name);
            _ = transport.ConsumeAsync(group, runner.HandleAsync, () => _stopping.IsCancellationRequested);
        }
    }

    private void StartHistory(
        Projection projection, ProjectionRunner runner, IProjectionStore store, FixedOptions<ProjectionOptions> options)
    {
        IEventHistory history = new SimulatedEventHistory(_world.Write, _calls);
        IHistoryCheckpoints checkpoints = new SimulatedCheckpoints(_world.Read, Process.Name, _readCalls);
        history = _world.Planted == PlantedFault.PassWhatIsPending ? new HastyHistory(history) : history;
        checkpoints = _world.Planted == PlantedFault.MoveCheckpointsFirst ? new EagerCheckpoints(checkpoints, history) : checkpoints;
        var readers = new SimulatedHistoryReaders(_world.Write, _calls);
        var gaps = new SimulatedGaps(_world.Read, _readCalls);
        var (clock, pulses) = (Process.Clock, new Pulses(Process.Clock));
        var follower = new HistoryFollower(
            projection,
            runner,
            store,
            history,
            checkpoints,
            gaps,
            _world.Events,
            new AheadStreams(store, history, clock, new ProcessLogger<AheadStreams>(Process)),
            new AuditRequests(),
            new CatchUps(clock, new ProcessLogger<CatchUp>(Process)),
            options,
            clock,
            new ProcessLogger<HistoryFollower>(Process),
            readers);
        var healer = new StreamHealer(
            projection, runner, history, gaps, checkpoints, options, clock, new ProcessLogger<StreamHealer>(Process));
        Run(ExecuteAsync(
            new FollowerService(
                projection,
                follower,
                checkpoints,
                [projection],
                options,
                pulses,
                clock,
                new ProcessLogger<FollowerService>(Process),
                readers),
            _stopping.Token));
        Run(ExecuteAsync(
            new HealingService(projection, healer, options, pulses, clock, new ProcessLogger<HealingService>(Process)), _stopping.Token));
    }

    private async void Run(Task service)
    {
        _services.Add(service);
        try
        {
            await service;
        }
        catch (Exception exception)
        {
            _world.Promises.Break($"A service of {Process.Name} has ended: {exception}");
        }
    }

    private bool IsRefused(EventEnvelope envelope) =>
        !_world.Events.AreRepaired && _world.Events.Read(envelope).IsRefused;

    /// <summary>Without jitter, whose chance is not that of the seed.</summary>
    private static RetrySchedule Retries() => new() { Jitter = 0, MaxDelay = Settings.MaxRetryDelay };

    /// <summary>Past the host, which would start it on a thread of the pool.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    private static extern Task ExecuteAsync(RelayService service, CancellationToken stoppingToken);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    private static extern Task ExecuteAsync(HistoryService service, CancellationToken stoppingToken);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    private static extern Task ExecuteAsync(ProjectionRetryService service, CancellationToken stoppingToken);
}
