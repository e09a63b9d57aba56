using CleanCqrs.Application.Transport;
using Confluent.Kafka;

namespace CleanCqrs.Kafka.Publishing;

/// <summary>What became of one message, and what that means for its event.</summary>
/// <param name="Error">The error, or no error.</param>
/// <param name="IsLocal">Whether librdkafka itself has refused the message, so that no broker and no transaction knows of it.</param>
/// <param name="IsOfTransaction">Whether it is the transaction that was refused, for one of its messages.</param>
internal readonly record struct SendReport(Error Error, bool IsLocal = false, bool IsOfTransaction = false)
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

    /// <summary>What becomes of the messages of a transaction that another one has brought down.</summary>
    private static readonly HashSet<ErrorCode> _consequences =
        [ErrorCode.Local_PurgeQueue, ErrorCode.Local_PurgeInflight, ErrorCode.Local_State];

    public bool IsAcknowledged => !Error.IsError;

    /// <summary>
    /// Whether another message of the same request may be to blame: only a message that was sent alone is certainly at fault.
    /// </summary>
    public bool MayBeInnocent => IsOfTransaction || (!IsLocal && _refusalsOfRequests.Contains(Error.Code));

    /// <summary>Whether nothing is wrong with the message: its transaction was aborted for another reason.</summary>
    public bool IsCollateral => _consequences.Contains(Error.Code);

    /// <summary>Whether a message, or the transaction for it, is refused for good.</summary>
    public bool IsRefusal => _rejections.Contains(Error.Code) || _refusalsOfRequests.Contains(Error.Code);

    public PublishResult Result => IsAcknowledged
        ? PublishResult.Acknowledged
        : _rejections.Contains(Error.Code)
            ? PublishResult.Rejected($"{Error.Code}: {Error.Reason}")
            : PublishResult.Failed($"{Error.Code}: {Error.Reason}");
}
