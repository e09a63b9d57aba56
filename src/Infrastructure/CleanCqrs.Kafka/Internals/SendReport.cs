using Confluent.Kafka;

namespace CleanCqrs.Kafka.Internals;

/// <summary>What became of one message.</summary>
/// <param name="Error">The error, or no error.</param>
/// <param name="IsCertain">Whether the error belongs to this very message; a broker refuses whole requests, the innocent with the guilty.</param>
/// <param name="IsLocal">Whether librdkafka has not even taken the message, so that no broker and no transaction knows of it.</param>
internal readonly record struct SendReport(Error Error, bool IsCertain, bool IsLocal = false)
{
    public bool IsAcknowledged => !Error.IsError;

    /// <summary>Whether the message must be tried without others to know whether it is to blame.</summary>
    public bool IsSuspicion => Error.IsError && !IsCertain;
}
