using System.Reflection;
using System.Runtime.ExceptionServices;
using Confluent.Kafka;

namespace CleanCqrs.IntegrationTests.Kafka;

/// <summary>A producer of librdkafka, with something that happens before and after its calls.</summary>
public class WatchedProducer : DispatchProxy
{
    private IProducer<byte[], byte[]> _producer = null!;
    private Action<IProducer<byte[], byte[]>, string, object?[]> _before = null!;
    private Action<IProducer<byte[], byte[]>, string, object?[]> _after = null!;

    /// <param name="producer">The producer.</param>
    /// <param name="before">What happens before a call: the producer, the name of the method, its arguments.</param>
    /// <param name="after">What happens after a call that has succeeded.</param>
    public static IProducer<byte[], byte[]> Wrap(
        IProducer<byte[], byte[]> producer,
        Action<IProducer<byte[], byte[]>, string, object?[]>? before = null,
        Action<IProducer<byte[], byte[]>, string, object?[]>? after = null)
    {
        var watched = Create<IProducer<byte[], byte[]>, WatchedProducer>();
        var self = (WatchedProducer)(object)watched;
        (self._producer, self._before, self._after) = (producer, before ?? Nothing, after ?? Nothing);
        return watched;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var (method, arguments) = (targetMethod!, args ?? []);
        _before(_producer, method.Name, arguments);
        object? result;
        try
        {
            result = method.Invoke(_producer, arguments);
        }
        catch (TargetInvocationException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException!);
            throw;
        }

        _after(_producer, method.Name, arguments);
        return result;
    }

    private static void Nothing(IProducer<byte[], byte[]> producer, string method, object?[] arguments)
    {
    }
}
