using CleanCqrs.KafkaCluster;
using Confluent.Kafka;

namespace CleanCqrs.IntegrationTests.Chaos;

/// <summary>
/// Breaks a cluster in one way after the other, in an order that a seed decides. Each fault stays until work has gone on in spite of it, or
/// stands still because of it.
/// </summary>
internal sealed class KafkaFaults
{
    private static readonly TimeSpan _probeInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _standstill = TimeSpan.FromMilliseconds(800);

    private readonly MockKafkaCluster _cluster;
    private readonly IReadOnlyList<TopicPartition> _partitions;
    private readonly Random _random;
    private readonly IReadOnlyList<Fault> _faults;
    private readonly HashSet<KafkaApi> _waiting = [];
    private readonly Dictionary<string, int> _felt;

    /// <param name="cluster">The cluster to break.</param>
    /// <param name="partitions">Its partitions.</param>
    /// <param name="group">The consumer group.</param>
    /// <param name="transactionalIds">The transactional ids in use.</param>
    /// <param name="seed">Decides the order, and the details.</param>
    public KafkaFaults(
        MockKafkaCluster cluster, IReadOnlyList<TopicPartition> partitions, string group, IReadOnlyList<string> transactionalIds, int seed)
    {
        (_cluster, _partitions, _random) = (cluster, partitions, new Random(seed));
        var (gone, slow) = (1, 1);
        _faults =
        [
            new("a broker is down", () => cluster.SetDown(gone = AnyBroker()), () => cluster.SetUp(gone)),
            new("a broker is down, and others take over", () => MoveLeadersAndSetDown(gone = AnyBroker()), () => cluster.SetUp(gone)),
            new("a broker is slow", () => SetSlow(slow = AnyBroker(), _random.Next(20, 200)), () => SetSlow(slow, 0)),
            new("partitions move", MoveLeaders, Nothing),
            new("coordinators move", () => MoveCoordinators(group, transactionalIds), Nothing),
            Errors(KafkaApi.Produce, ErrorCode.NotLeaderForPartition, ErrorCode.RequestTimedOut, ErrorCode.NotEnoughReplicas),
            // One only: an event that is refused together with others, and then alone, is rightly rejected.
            new(
                "a produce request is refused",
                () => cluster.FailNext(KafkaApi.Produce, ErrorCode.MsgSizeTooLarge),
                Nothing,
                KafkaApi.Produce),
            Errors(KafkaApi.Fetch, ErrorCode.NotLeaderForPartition, ErrorCode.Local_Transport, ErrorCode.UnknownTopicOrPart),
            Errors(KafkaApi.OffsetCommit, ErrorCode.NotCoordinatorForGroup, ErrorCode.RequestTimedOut),
            new(
                "the group falls apart",
                () =>
                {
                    cluster.FailNext(KafkaApi.Heartbeat, _random.Next(2) == 0 ? ErrorCode.IllegalGeneration : ErrorCode.UnknownMemberId);
                    cluster.FailNext(KafkaApi.JoinGroup, ErrorCode.GroupCoordinatorNotAvailable);
                    cluster.FailNext(KafkaApi.FindCoordinator, ErrorCode.GroupCoordinatorNotAvailable);
                },
                Nothing,
                KafkaApi.Heartbeat,
                KafkaApi.JoinGroup,
                KafkaApi.FindCoordinator),
        ];
        _felt = _faults
            .SelectMany(fault => fault.Requests.Count == 0 ? [fault.Name] : fault.Requests.Select(api => $"{api} fails"))
            .Distinct()
            .ToDictionary(name => name, _ => 0);
    }

    /// <summary>How often each fault was felt: by its name, or by the request that was answered with an error.</summary>
    public IReadOnlyDictionary<string, int> Felt => _felt;

    /// <summary>Injects faults until the work has come so far; and as long as there is some left, until every fault was felt.</summary>
    /// <param name="progress">How far it has come.</param>
    /// <param name="step">How much is to be done in spite of each fault.</param>
    /// <param name="goal">Where to stop.</param>
    /// <param name="hasWork">Whether there is work left.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task InjectUntilAsync(Func<long> progress, long step, long goal, Func<bool> hasWork, CancellationToken cancellationToken)
    {
        _cluster.StartTracking();
        while (progress() < goal || (_felt.ContainsValue(0) && hasWork()))
        {
            foreach (var fault in Shuffled())
            {
                fault.Begin();
                await GoOnAsync(progress, progress() + step, cancellationToken);
                fault.End();
                if (fault.Requests.Count == 0)
                {
                    _felt[fault.Name]++;
                }

                _waiting.UnionWith(fault.Requests);
                CountAnswered();
            }
        }

        foreach (var api in _waiting)
        {
            _cluster.ClearErrors(api);
        }
    }

    /// <summary>An error waits for a request of its kind: a consumer that is out of its group fetches nothing.</summary>
    private void CountAnswered()
    {
        foreach (var api in _cluster.TakeRequests().Where(_waiting.Remove))
        {
            _felt[$"{api} fails"]++;
        }
    }

    private static void Nothing()
    {
    }

    private static async Task GoOnAsync(Func<long> progress, long goal, CancellationToken cancellationToken)
    {
        var (last, since) = (progress(), TimeProvider.System.GetTimestamp());
        while (last < goal && TimeProvider.System.GetElapsedTime(since) < _standstill)
        {
            await Task.Delay(_probeInterval, cancellationToken);
            if (progress() is var now && now > last)
            {
                (last, since) = (now, TimeProvider.System.GetTimestamp());
            }
        }
    }

    private Fault Errors(KafkaApi api, params ErrorCode[] errors) => new(
        $"{api} fails",
        () => _cluster.FailNext(api, [.. Enumerable.Range(0, _random.Next(1, 6)).Select(_ => errors[_random.Next(errors.Length)])]),
        Nothing,
        api);

    private Fault[] Shuffled()
    {
        Fault[] faults = [.. _faults];
        _random.Shuffle(faults);
        return faults;
    }

    private int AnyBroker() => _random.Next(1, _cluster.Brokers + 1);

    private void SetSlow(int broker, int milliseconds) => _cluster.SetRoundTripTime(broker, TimeSpan.FromMilliseconds(milliseconds));

    private void MoveLeaders()
    {
        foreach (var partition in _partitions)
        {
            _cluster.SetLeader(partition.Topic, partition.Partition.Value, AnyBroker());
        }
    }

    private void MoveLeadersAndSetDown(int broker)
    {
        foreach (var partition in _partitions)
        {
            _cluster.SetLeader(partition.Topic, partition.Partition.Value, (broker % _cluster.Brokers) + 1);
        }

        _cluster.SetDown(broker);
    }

    private void MoveCoordinators(string group, IReadOnlyList<string> transactionalIds)
    {
        _cluster.SetGroupCoordinator(group, AnyBroker());
        foreach (var id in transactionalIds)
        {
            _cluster.SetTransactionCoordinator(id, AnyBroker());
        }
    }
}
