using CleanCqrs.Application.Transport;
using Confluent.Kafka;

namespace CleanCqrs.Kafka.Internals;

/// <summary>What an answer of the brokers means for a message.</summary>
internal static class Fate
{
    /// <summary>Trying the same message again would bring the same answer.</summary>
    private static readonly HashSet<ErrorCode> _rejections =
    [
        ErrorCode.Local_UnknownTopic,
        ErrorCode.Local_UnknownPartition,
        ErrorCode.Local_InvalidArg,
        ErrorCode.UnknownTopicOrPart,
        ErrorCode.TopicException,
        ErrorCode.TopicAuthorizationFailed,
        ErrorCode.MsgSizeTooLarge,
        ErrorCode.RecordListTooLarge,
        ErrorCode.InvalidRecord,
        ErrorCode.InvalidTimestamp,
        ErrorCode.PolicyViolation,
        ErrorCode.UnsupportedForMessageFormat,
    ];

    /// <summary>The broker refuses a request as a whole, and one of its messages may be to blame: each must be tried alone.</summary>
    private static readonly HashSet<ErrorCode> _collective =
    [
        ErrorCode.MsgSizeTooLarge,
        ErrorCode.RecordListTooLarge,
        ErrorCode.InvalidRecord,
        ErrorCode.InvalidTimestamp,
        ErrorCode.PolicyViolation,
        ErrorCode.UnsupportedForMessageFormat,
        ErrorCode.Local_InvalidDifferentRecord,
    ];

    public static bool IsCollective(Error error) => _collective.Contains(error.Code);

    /// <summary>Whether the producer is of no use any more, and must be built anew.</summary>
    public static bool IsFatal(Error error) => error.IsFatal || error.Code is ErrorCode.Local_Fatal or ErrorCode.Local_Destroy;

    public static PublishResult Of(Error error) => _rejections.Contains(error.Code)
        ? PublishResult.Rejected($"{error.Code}: {error.Reason}")
        : PublishResult.Failed($"{error.Code}: {error.Reason}");

    public static PublishResult Behind { get; } = PublishResult.Failed("It waits behind an event of its stream that was not published.");
}
