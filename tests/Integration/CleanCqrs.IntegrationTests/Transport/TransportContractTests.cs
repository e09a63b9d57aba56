using CleanCqrs.Application.Transport;
using CleanCqrs.Testing.Transport;
using Xunit.Sdk;

namespace CleanCqrs.IntegrationTests.Transport;

/// <summary>The contract notices transports that break it.</summary>
public sealed class TransportContractTests
{
    [Fact]
    public Task A_transport_without_fault_keeps_the_contract() => RunAsync(
        inner => new FaultyTransport(inner), contract => contract.Events_of_one_stream_arrive_in_the_order_of_publishing());

    [Fact]
    public Task A_wrong_order_is_noticed() => NoticesAsync(
        inner => new FaultyTransport(inner) { Deliver = events => [.. events.Reverse()] },
        contract => contract.Events_of_one_stream_arrive_in_the_order_of_publishing(),
        contract => contract.A_stream_over_two_topics_keeps_its_order_and_is_never_handled_twice_at_once());

    [Fact]
    public Task A_changed_payload_is_noticed() => NoticesAsync(
        inner => new FaultyTransport(inner) { Deliver = events => [.. events.Select(Shortened)] },
        contract => contract.An_event_arrives_whole(),
        contract => contract.A_payload_of_any_size_arrives_byte_by_byte(1),
        contract => contract.A_payload_may_be_a_part_of_a_buffer(),
        contract => contract.A_payload_beyond_the_largest_is_rejected_alone());

    [Fact]
    public Task A_lost_trace_is_noticed() => NoticesAsync(
        inner => new FaultyTransport(inner) { Deliver = events => [.. events.Select(envelope => envelope with { TraceParent = null })] },
        contract => contract.An_event_carries_the_trace_that_it_belongs_to());

    [Fact]
    public Task A_place_in_a_log_that_is_none_is_noticed() => NoticesAsync(
        inner => new FaultyTransport(inner)
        {
            Deliver = events => [.. events.Select(envelope => envelope with { ReceivedFrom = new LogPosition(envelope.Topic, 0, 0) })],
        },
        contract => contract.An_event_says_where_in_the_log_it_was_found(),
        contract => contract.A_message_that_is_no_event_is_put_aside_and_events_go_on());

    [Fact]
    public Task A_result_too_few_is_noticed() => NoticesAsync(
        inner => new FaultyTransport(inner) { Answer = results => [.. results.Skip(1)] },
        contract => contract.Results_stand_in_the_order_of_the_events());

    [Fact]
    public Task An_acknowledgement_of_what_nobody_has_is_noticed() => NoticesAsync(
        inner => new FaultyTransport(inner) { Answer = results => [.. results.Select(_ => PublishResult.Acknowledged)] },
        contract => contract.What_was_published_before_a_group_came_reaches_it_once_it_is_there(),
        contract => contract.What_starts_without_the_broker_works_once_it_is_there());

    [Fact]
    public Task A_hasty_leave_is_noticed() => NoticesAsync(
        inner => new FaultyTransport(inner) { LeavesInHaste = true },
        contract => contract.Leaving_a_group_waits_for_the_batch_that_is_under_way());

    [Fact]
    public Task A_transport_that_lets_nobody_give_up_is_noticed() => NoticesAsync(
        inner => new FaultyTransport(inner) { IsDeaf = true },
        contract => contract.Whoever_gives_up_before_publishing_can_publish_later(),
        contract => contract.Whoever_gives_up_joining_a_group_is_no_member_of_it());

    private static async Task NoticesAsync(Func<IEventTransport, IEventTransport> fault, params Func<TransportContract, Task>[] tests)
    {
        foreach (var test in tests)
        {
            await Should.ThrowAsync<XunitException>(() => RunAsync(fault, test));
        }
    }

    private static async Task RunAsync(Func<IEventTransport, IEventTransport> fault, Func<TransportContract, Task> test)
    {
        await using var contract = new Contract(fault);
        await contract.InitializeAsync();
        await test(contract);
    }

    private static EventEnvelope Shortened(EventEnvelope envelope) => envelope with { Payload = envelope.Payload[1..] };

    private sealed class Contract(Func<IEventTransport, IEventTransport> fault) : TransportContract
    {
        protected override Task<ITransportHarness> StartAsync() =>
            Task.FromResult<ITransportHarness>(new InProcessHarness(fault(InProcess.Create())));
    }
}
