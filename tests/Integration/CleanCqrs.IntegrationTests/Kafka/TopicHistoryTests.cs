using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Clients;
using CleanCqrs.Kafka.History;
using CleanCqrs.Kafka.Messages;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CleanCqrs.IntegrationTests.Kafka;

/// <summary>Topics that are read again from their beginning.</summary>
[Trait("Length", "Long")]
public sealed class TopicHistoryTests : KafkaTest
{
    [Theory]
    [InlineData(1, 4_000_000)]
    [InlineData(7, 4_000_000)]
    [InlineData(1_000, 300)]
    [InlineData(1_000, 4_000_000)]
    public async Task Everything_is_read_page_by_page_in_the_order_of_each_part_and_no_group_is_moved(int pageSize, int pageBytes)
    {
        var transport = Connect();
        var events = Enumerable.Range(0, 60)
            .Select(number => EventOf($"s{number % 20}", (number / 20) + 1, number % 2 == 0 ? Topic : OtherTopic));
        await transport.PublishAsync([.. events], Token);
        using var history = Open(pageBytes);
        var parts = await history.ListPartsAsync([Topic, OtherTopic], Token);
        var heads = await history.FindHeadsAsync(parts, Token);

        var read = new List<EventEnvelope>();
        foreach (var part in parts)
        {
            var position = 0L;
            for (var isLast = false; !isLast;)
            {
                var page = await history.ReadAsync(part, position, heads[part], pageSize, Token);
                page.Events.Count.ShouldBeLessThanOrEqualTo(pageSize);
                page.Events.SkipLast(1).Sum(envelope => envelope.Payload.Length).ShouldBeLessThan(pageBytes);
                page.FirstKept.ShouldBe(1);
                read.AddRange(page.Events);
                (position, isLast) = (page.Position, page.IsLast);
            }

            position.ShouldBe(heads[part]);
        }

        parts.Count.ShouldBe(2 * Partitions);
        read.Count.ShouldBe(60);
        read.GroupBy(envelope => (envelope.ReceivedFrom!.Topic, envelope.ReceivedFrom.Partition)).ShouldAllBe(
            part => part.Select(envelope => envelope.ReceivedFrom!.Offset).SequenceEqual(
                Enumerable.Range(0, part.Count()).Select(offset => (long)offset)));
        Progress().ShouldAllBe(item => item.Committed < 0, "nothing is committed for the group of the projection");
    }

    [Fact]
    public async Task A_part_is_read_up_to_a_head_and_on_from_there_when_it_has_grown()
    {
        var transport = Connect();
        await transport.PublishAsync([EventOf("a", 1), EventOf("a", 2)], Token);
        using var history = Open();
        var heads = await history.FindHeadsAsync(await history.ListPartsAsync([Topic], Token), Token);
        var (part, head) = heads.Single(item => item.Value > 0);
        await transport.PublishAsync([EventOf("a", 3)], Token);

        var old = await history.ReadAsync(part, 0, head, 100, Token);
        var grown = await history.ReadAsync(part, old.Position, head + 1, 100, Token);

        old.Events.Select(envelope => envelope.StreamVersion).ShouldBe([1, 2]);
        grown.Events.Select(envelope => envelope.StreamVersion).ShouldBe([3]);
        (old.IsLast, grown.IsLast).ShouldBe((true, true));
    }

    [Fact]
    public async Task What_is_no_event_of_this_system_is_read_as_such()
    {
        await Connect().PublishAsync([EventOf("a", 1)], Token);
        KafkaOptions.Source = "/another";
        using var history = Open();
        var heads = await history.FindHeadsAsync(await history.ListPartsAsync([Topic], Token), Token);
        var (part, head) = heads.Single(item => item.Value > 0);

        var page = await history.ReadAsync(part, 0, head, 100, Token);

        page.Events.ShouldBeEmpty();
        page.Unreadable.Single().ForeignSource.ShouldBe("/bank");
        page.IsLast.ShouldBeTrue();
    }

    private TopicHistory Open(int pageBytes = 4_000_000)
    {
        var clients = new KafkaClients(Options.Create(KafkaOptions), NullLogger<KafkaClients>.Instance);
        return new TopicHistory(clients, KafkaOptions, new ForeignEvents(), TimeProvider.System, NullLogger.Instance)
        {
            PageBytes = pageBytes,
        };
    }
}
