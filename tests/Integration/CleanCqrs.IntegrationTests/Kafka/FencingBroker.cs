using System.Collections.Concurrent;
using Confluent.Kafka;

namespace CleanCqrs.IntegrationTests.Kafka;

/// <summary>
/// Fences producers off as a real broker does, and the mock cluster does not: of several with one transactional id only the one that was
/// opened last may write.
/// </summary>
internal sealed class FencingBroker
{
    private readonly ConcurrentDictionary<string, int> _epochs = [];
    private int _fenced;

    /// <summary>How often a producer was told that it is fenced off.</summary>
    public int Fenced => Volatile.Read(ref _fenced);

    /// <summary>How often producers were opened.</summary>
    public int Opened => _epochs.Values.Sum();

    /// <summary>What happens before a producer is opened.</summary>
    public Action OnOpening { get; set; } = () => { };

    /// <summary>What happens after a producer was opened.</summary>
    public Action AfterOpening { get; set; } = () => { };

    /// <summary>Somebody else opens a producer.</summary>
    public void OpenElsewhere(string transactionalId) => _epochs.AddOrUpdate(transactionalId, 1, (_, current) => current + 1);

    public IProducer<byte[], byte[]> Watch(IProducer<byte[], byte[]> producer, string transactionalId)
    {
        var epoch = 0;
        return WatchedProducer.Wrap(
            producer,
            (_, method, _) =>
            {
                if (method == nameof(producer.InitTransactions))
                {
                    OnOpening();
                    epoch = _epochs.AddOrUpdate(transactionalId, 1, (_, current) => current + 1);
                }
                else if (method is nameof(producer.BeginTransaction) or nameof(producer.CommitTransaction)
                    && _epochs[transactionalId] != epoch)
                {
                    Interlocked.Increment(ref _fenced);
                    throw new KafkaException(new Error(ErrorCode.Local_Fenced, "This instance was fenced by a newer one", isFatal: true));
                }
            },
            (_, method, _) =>
            {
                if (method == nameof(producer.InitTransactions))
                {
                    AfterOpening();
                }
            });
    }
}
