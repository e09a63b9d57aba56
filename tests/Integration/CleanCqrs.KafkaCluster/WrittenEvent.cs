using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace CleanCqrs.KafkaCluster;

/// <summary>An event in a topic, as its headers name it.</summary>
public sealed record WrittenEvent(string Topic, string StreamId, long Version)
{
    public static WrittenEvent Of(ConsumeResult<byte[], byte[]> result)
    {
        ArgumentNullException.ThrowIfNull(result);
        string Header(string name) => Encoding.UTF8.GetString(result.Message.Headers.GetLastBytes(name));
        return new WrittenEvent(result.Topic, Header("ce_subject"), long.Parse(Header("ce_sequence"), CultureInfo.InvariantCulture));
    }
}
