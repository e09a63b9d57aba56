using CleanCqrs.Application.Signals;
using CleanCqrs.Simulation.Broker;
using CleanCqrs.Simulation.Planted;
using CleanCqrs.Simulation.Scheduling;
using CleanCqrs.Simulation.Stores;

namespace CleanCqrs.Simulation.Systems;

/// <summary>A whole system under one seed: its databases, its broker, its instances, and what goes wrong.</summary>
internal sealed class World
{
    private static readonly TimeSpan _operatorLooks = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _watch = TimeSpan.FromMilliseconds(500);

    private readonly List<Instance> _instances = [];
    private readonly HashSet<string> _writing = [];
    private int _started;
    private int _writeIncarnation;

    public World(ulong seed, PlantedFault planted, Trace? trace)
    {
        Planted = planted;
        Chance = new Chance(seed);
        Settings = Settings.Draw(Chance);
        Scheduler = new Scheduler(Chance, trace);
        Write = new WriteDatabase(() => Scheduler.UtcNow) { Stride = Settings.PositionStride };
        Read = new ReadDatabase(() => Scheduler.UtcNow);
        Broker = new SimulatedBroker(Scheduler, Chance, Settings.BrokerFaults);
        Promises = new Promises(Settings, Events, Write, Read, Broker, Scheduler);
        Write.Recording = Promises.Recording;
        Read.Committed = Promises.Applied;
        Broker.Appended = Promises.Appended;
    }

    public PlantedFault Planted { get; }

    public Chance Chance { get; }

    public Settings Settings { get; }

    public Scheduler Scheduler { get; }

    public WriteDatabase Write { get; }

    public ReadDatabase Read { get; }

    public SimulatedBroker Broker { get; }

    public Events Events { get; } = new();

    public Promises Promises { get; }

    /// <summary>Runs until everything is done after the last fault, or a promise is broken.</summary>
    public void Run()
    {
        foreach (var projection in Settings.Projections)
        {
            Broker.GroupOf(projection.Name);
        }

        for (var slot = 0; slot < Settings.Instances; slot++)
        {
            Start();
        }

        Plan();
        RunUntil(Settings.FaultTime, () => false);
        EndFaults();
        var limit = Settings.FaultTime + Settings.Limit;
        if (!RunUntil(limit, () => Promises.FindUnfinished() is null) && Promises.Broken is null)
        {
            Promises.Break($"{Settings.Limit} after the last fault: {Promises.FindUnfinished()}");
        }
    }

    private bool RunUntil(TimeSpan time, Func<bool> isDone)
    {
        var looked = Scheduler.Now;
        while (Promises.Broken is null && Scheduler.Now < time && Scheduler.RunNext())
        {
            if (Scheduler.Now - looked >= _watch)
            {
                looked = Scheduler.Now;
                if (isDone())
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void Start()
    {
        var offset = Chance.Between(-Settings.Skew, Settings.Skew);
        var process = new Process($"instance-{++_started}", Scheduler, Chance, Settings.Disturbance, offset);
        var instance = new Instance(this, process);
        process.Died = _ =>
        {
            _instances.Remove(instance);
            instance.Dispose();
            var pause = Settings.Disturbance.IsOver ? TimeSpan.FromSeconds(1) : Chance.Between(TimeSpan.Zero, TimeSpan.FromSeconds(10));
            Scheduler.At(Scheduler.Now + pause, null, Start);
            foreach (var projection in Settings.Projections)
            {
                Broker.GroupOf(projection.Name).Rebalance();
            }
        };
        _instances.Add(instance);
        Scheduler.At(Scheduler.Now, process, instance.Start);
    }

    private void Plan()
    {
        Repeat(Settings.Transactions, () => BeginTransaction(mayRollBack: true));
        Repeat(Settings.Kills, () => WithInstance(instance => instance.Process.Kill("killed")));
        Repeat(Settings.Stops, () => WithInstance(instance => Scheduler.At(
            Scheduler.Now, instance.Process, () => _ = instance.StopAsync())));
        Repeat(Settings.Outages, () =>
        {
            Settings.BrokerFaults.IsAway = true;
            Scheduler.At(
                Scheduler.Now + Chance.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20)),
                null,
                () => Settings.BrokerFaults.IsAway = false);
        });
        Repeat(Settings.PutBacks, () =>
        {
            var backup = Read.State;
            var away = Scheduler.Now + Chance.Between(TimeSpan.Zero, TimeSpan.FromSeconds(30));
            Scheduler.At(away, null, () => Read.IsAway = true);
            Scheduler.At(away + Chance.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)), null, () => PutBack(backup));
        });
        Repeat(Settings.WritePutBacks, () =>
        {
            var backup = Write.Back();
            Scheduler.At(Scheduler.Now + Chance.Between(TimeSpan.Zero, TimeSpan.FromSeconds(30)), null, () => PutBack(backup));
        });
    }

    private void Repeat(int times, Action action)
    {
        for (var time = 0; time < times; time++)
        {
            Scheduler.At(Chance.Between(TimeSpan.Zero, Settings.FaultTime), null, action);
        }
    }

    private void WithInstance(Action<Instance> action)
    {
        if (_instances.Count > 0)
        {
            action(Chance.Pick(_instances));
        }
    }

    /// <summary>Positions are taken when it begins, and everything is there when it commits; other streams may be faster.</summary>
    private void BeginTransaction(bool mayRollBack)
    {
        var streams = Settings.Streams.Where(stream => !_writing.Contains(stream)).ToList();
        Chance.Shuffle(streams);
        streams = streams.GetRange(0, Math.Min(streams.Count, Chance.Between(1, 2)));
        _writing.UnionWith(streams);
        var inserts = streams.SelectMany(stream => Enumerable.Range(0, Chance.Between(1, 3)).Select(_ => (stream, Write.NextPosition())))
            .ToList();
        var isRolledBack = mayRollBack && Chance.Happens(Settings.RolledBack);
        var incarnation = _writeIncarnation;
        Scheduler.At(Scheduler.Now + Chance.Between(TimeSpan.Zero, TimeSpan.FromSeconds(2)), null, () =>
        {
            if (incarnation != _writeIncarnation)
            {
                return;
            }

            _writing.ExceptWith(streams);
            if (!isRolledBack)
            {
                Commit(inserts, mayRollBack);
            }
        });
    }

    private void Commit(List<(string Stream, long Position)> inserts, bool mayBePoisoned)
    {
        foreach (var (stream, position) in inserts)
        {
            var moved = new Moved(stream, Promises.LastOf(stream) + 1, Chance.Between(1, 1_000), Chance.Pick(Settings.Keys))
            {
                IsPoisoned = mayBePoisoned && Chance.Happens(Settings.PoisonedEvents),
                IsRefused = mayBePoisoned && Chance.Happens(Settings.RefusedEvents),
            };
            Write.Insert(position, Events.Add(moved, Chance.NextId(), Scheduler.UtcNow));
            Promises.Committed(moved);
            Scheduler.Trace?.Add(Scheduler.Now, "shop", $"commits {stream}/{moved.Version} at {position}");
        }

        if (Chance.Happens(0.5))
        {
            WithInstance(instance => Scheduler.At(Scheduler.Now, instance.Process, () => instance.Notify(new OutboxCommit())));
        }
    }

    /// <summary>All connections end, and with them all instances and all that is being written.</summary>
    private void PutBack(WriteBackup backup)
    {
        Scheduler.Trace?.Add(Scheduler.Now, "operator", "puts the write database back");
        _instances.ToList().ForEach(instance => instance.Process.Kill("the write database is put back"));
        _writing.Clear();
        _writeIncarnation++;
        Write.PutBack(backup);
        Promises.WritePutBack();
    }

    private void PutBack(ReadState backup)
    {
        Scheduler.Trace?.Add(Scheduler.Now, "operator", "puts the read database back");
        Read.PutBack(Planted == PlantedFault.KeepCheckpointsApart ? backup with { Parts = Read.State.Parts } : backup);
        foreach (var projection in Settings.Projections)
        {
            Promises.PutBack(Broker.GroupOf(projection.Name));
        }
    }

    private void EndFaults()
    {
        Scheduler.Trace?.Add(Scheduler.Now, "operator", "from now on nothing goes wrong");
        (Settings.Disturbance.IsOver, Settings.BrokerFaults.IsOver, Settings.BrokerFaults.IsAway) = (true, true, false);
        BeginTransaction(mayRollBack: false);
        if (Settings.AreRepaired)
        {
            Events.AreRepaired = true;
            Redrive();
        }
    }

    /// <summary>Another look later: what was on its way may have become a dead letter meanwhile.</summary>
    private void Redrive()
    {
        foreach (var stream in Settings.Streams)
        {
            Write.Redrive(stream);
            foreach (var projection in Settings.Projections)
            {
                if (Read.Redrive(projection.Name, stream) && Chance.Happens(0.5))
                {
                    WithInstance(instance => Scheduler.At(
                        Scheduler.Now, instance.Process, () => instance.Notify(new RedriveCommit(projection.Name))));
                }
            }
        }

        Scheduler.At(Scheduler.Now + _operatorLooks, null, Redrive);
    }
}
