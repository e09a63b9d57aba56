using CleanCqrs.Kafka.Publishing;
using Confluent.Kafka;

namespace CleanCqrs.UnitTests.Kafka;

public sealed class TransactionFailureTests
{
    [Theory]
    [InlineData(
        "[thrd:127.0.0.1:9092/1]: Current transaction failed in state InTransaction: ProduceRequest for bank.accounts.opened [0] with 5 "
            + "message(s) failed: Broker: Message size too large (broker 1 PID{Id:1,Epoch:0}, base seq 0): current transaction must be "
            + "aborted (MSG_SIZE_TOO_LARGE)",
        ErrorCode.MsgSizeTooLarge,
        "ProduceRequest for bank.accounts.opened [0] with 5 message(s) failed: Broker: Message size too large (broker 1 "
            + "PID{Id:1,Epoch:0}, base seq 0)")]
    [InlineData(
        "[thrd:main]: Current transaction failed in state InTransaction: skipped sequence numbers (OUT_OF_ORDER_SEQUENCE_NUMBER, requires "
            + "epoch bump)",
        ErrorCode.OutOfOrderSequenceNumber,
        "skipped sequence numbers")]
    [InlineData(
        "[thrd:main]: Current transaction failed in state InTransaction: Failed (TOPIC_AUTHORIZATION_FAILED)",
        ErrorCode.TopicAuthorizationFailed,
        "Failed")]
    [InlineData("something else", ErrorCode.Local_Fail, "something else")]
    public void The_reason_of_a_failed_transaction_is_read_from_the_log_of_librdkafka(string line, ErrorCode code, string reason)
    {
        var error = TransactionFailure.Read(line);

        (error.Code, error.Reason).ShouldBe((code, reason));
    }
}
