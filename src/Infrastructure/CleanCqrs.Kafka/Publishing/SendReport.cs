using CleanCqrs.Application.Transport;
using Confluent.Kafka;

namespace CleanCqrs.Kafka.Publishing;

/// <summary>What became of one message, and what that means for its event.</summary>
/// <param name="Error">The error, or no error.</param>
/// <param name="IsLocal">Whether librdkafka itself has refused the message, so that no broker and no transaction knows of it.</param>
internal readonly record struct SendReport(Error Error, bool IsLocal = false)
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

    /// <summary>The broker refuses a request as a whole for one of its messages.</summary>
    private static readonly HashSet<ErrorCode> _refusalsOfRequests =
    [
        ErrorCode.MsgSizeTooLarge,
        ErrorCode.RecordListTooLarge,
        ErrorCode.InvalidRecord,
        ErrorCode.InvalidTimestamp,
        ErrorCode.PolicyViolation,
        ErrorCode.UnsupportedForMessageFormat,
        ErrorCode.Local_InvalidDifferentRecord,
    ];

    public bool IsAcknowledged => !Error.IsError;

    /// <summary>
    /// Whether another message of the same request may be to blame: only a message that was sent alone is certainly at fault.
    /// </summary>
    public bool MayBeInnocent => !IsLocal && _refusalsOfRequests.Contains(Error.Code);

    public PublishResult Result => IsAcknowledged
        ? PublishResult.Acknowledged
        : _rejections.Contains(Error.Code)
            ? PublishResult.Rejected($"{Error.Code}: {Error.Reason}")
            : PublishResult.Failed($"{Error.Code}: {Error.Reason}");
}
