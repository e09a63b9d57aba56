using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Configuration;
using CleanCqrs.Kafka.Diagnostics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Messages;

/// <summary>Reads the messages of a group, and keeps those of other systems apart.</summary>
internal sealed class MessageReader(string group, KafkaOptions options, ForeignEvents foreign, ILogger logger)
{
    private readonly HashSet<string> _ours = [options.Source, .. options.Consumer.Sources];
    private readonly HashSet<string> _ignored = [.. options.Consumer.IgnoredSources];

    /// <summary>Reads a message: the event, or why it is none of ours; or neither, when it is to be passed over.</summary>
    public (EventEnvelope? Event, UnreadableMessage? Unreadable) Read(ConsumeResult<byte[], byte[]> result)
    {
        var (envelope, unreadable) = CloudEventMessage.Read(result);
        if (envelope is null)
        {
            return (null, unreadable);
        }

        var source = CloudEventMessage.SourceOf(result);
        return _ours.Contains(source)
            ? (envelope, null)
            : (null, KeepApart(result, source, envelope.ReceivedFrom));
    }

    private UnreadableMessage? KeepApart(ConsumeResult<byte[], byte[]> result, string source, LogPosition? position)
    {
        KafkaMetrics.Foreign.Add(1, new(Attributes.Group, group), new(Attributes.Source, source));
        var isIgnored = _ignored.Contains(source);
        var met = foreign.Meet(group, source, isKept: !isIgnored);
        var isFirst = met == 1;
        if (isIgnored)
        {
            if (isFirst)
            {
                logger.ForeignPassedOver(group, source, position);
            }

            return null;
        }

        if (isFirst)
        {
            logger.ForeignKeptApart(group, source, position);
        }

        if (met > options.Consumer.MaxForeignEvents)
        {
            if (met == options.Consumer.MaxForeignEvents + 1)
            {
                logger.ForeignLimitReached(group, options.Consumer.MaxForeignEvents, source, position);
            }

            return null;
        }

        return CloudEventMessage.PutAside(
            result, $"ce_source is '{source}': the event belongs to another system than {options.Source}, and is not applied here.") with
        {
            ForeignSource = source,
        };
    }
}
