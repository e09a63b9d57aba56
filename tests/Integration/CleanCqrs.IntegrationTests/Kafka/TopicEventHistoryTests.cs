using CleanCqrs.Application.History;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Kafka.Clients;
using CleanCqrs.Kafka.History;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace CleanCqrs.IntegrationTests.Kafka;

/// <summary>Topics as the history of events.</summary>
[Trait("Length", "Long")]
public sealed class TopicEventHistoryTests : KafkaTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(1_000)]
    public async Task Keys_are_read_in_pages_over_several_parts_and_their_events_after_them(int pageSize)
    {
        var sent = Enumerable.Range(0, 60)
            .Select(number => EventOf($"s{number % 20}", (number / 20) + 1, number % 2 == 0 ? Topic : OtherTopic))
            .ToList();
        await Connect().PublishAsync(sent, Token);
        using var history = Open();
        var parts = await history.ListPartsAsync(Token);
        var head = (await history.FindHeadsAsync(parts, Token)).Values.Max();
        var keys = new List<HistoryKey>();
        IReadOnlyList<HistoryKey> page;
        var after = 0L;
        do
        {
            page = await history.ReadKeysAsync(parts, after, head, pageSize, Token);
            page.Select(key => key.Position).ShouldBeInOrder();
            keys.AddRange(page);
            after = page.Count < pageSize ? head : page[^1].Position;
        }
        while (after < head);

        var events = await history.ReadEventsAsync(keys, Token);

        keys.Select(key => key.EventId).ShouldBe(sent.Select(envelope => envelope.EventId), ignoreOrder: true);
        keys.Select(key => key.Topic).Distinct().ShouldBe([Topic, OtherTopic], ignoreOrder: true);
        events.Select(envelope => envelope.EventId).ShouldBe(keys.OrderBy(key => key.Position).Select(key => key.EventId));
        (await history.FindDeletedAsync(parts, Token)).Values.ShouldAllBe(deleted => deleted == 0);
    }

    [Fact]
    public async Task An_event_that_does_not_stay_with_its_key_is_read_again()
    {
        await Connect().PublishAsync([.. Enumerable.Range(1, 40).Select(version => EventOf("a", version))], Token);
        using var history = Open(keptBytes: 1);
        var heads = await history.FindHeadsAsync(await history.ListPartsAsync(Token), Token);
        var (part, head) = heads.Single(item => item.Value > 0);

        var keys = await history.ReadKeysAsync([part], 0, head, 1_000, Token);
        var events = await history.ReadEventsAsync(keys, Token);

        keys.Cast<TopicKey>().ShouldAllBe(key => key.Envelope == null);
        events.Select(envelope => envelope.StreamVersion).ShouldBe(Enumerable.Range(1, 40).Select(version => (long)version));
    }

    [Fact]
    public async Task It_says_what_topics_have_deleted()
    {
        var retained = Breakable;
        retained.ShouldNotBeNull();
        foreach (var version in Enumerable.Range(1, 30))
        {
            await Connect().PublishAsync([EventOf("a", version) with { Payload = new byte[900_000] }], Token);
        }

        using var history = Open();
        var parts = await history.ListPartsAsync(Token);
        var (part, deleted) = (await history.FindDeletedAsync(parts, Token)).Single(item => item.Value > 0);

        var keys = await history.ReadKeysAsync([part], 0, (await history.FindHeadsAsync(parts, Token))[part], 1_000, Token);

        keys.Select(key => key.Position).ShouldBe(Enumerable.Range(1, 30).Select(position => (long)position).Where(at => at > deleted));
    }

    [Fact]
    public async Task Topics_can_not_be_asked_for_one_stream()
    {
        await Connect().PublishAsync([EventOf("a", 1)], Token);
        using var history = Open();

        (await history.ReadStreamAsync("a", 1, 10, Token)).ShouldBeNull();
    }

    private TopicEventHistory Open(int keptBytes = 16_000_000)
    {
        var options = Options.Create(KafkaOptions);
        var types = Substitute.For<IIntegrationEventTypes>();
        types.Topics.Returns([Topic, OtherTopic]);
        return new TopicEventHistory(new KafkaClients(options, NullLogger<KafkaClients>.Instance), options, types, TimeProvider.System)
        {
            KeptBytes = keptBytes,
        };
    }
}
