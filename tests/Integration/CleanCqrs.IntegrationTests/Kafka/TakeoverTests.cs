using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.Kafka;
using CleanCqrs.Kafka.Clients;
using CleanCqrs.Kafka.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.IntegrationTests.Kafka;

/// <summary>Ranges that go from one relay to another and back, on a broker that fences off whoever was there before.</summary>
public sealed class TakeoverTests : KafkaTest
{
    private readonly FencingBroker _broker = new();

    public TakeoverTests()
    {
        KafkaOptions.TransactionalIdPrefix = "bank";
    }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Cluster.CreateTopicAsync($"{Prefix}bank.accounts.deposited", Partitions);
        await Cluster.CreateTopicAsync($"{Prefix}bank.accounts.withdrawn", Partitions);
    }

    [Fact]
    public async Task A_range_that_was_given_up_and_comes_back_is_published_without_a_failure()
    {
        var (mine, others) = (new HeldLeases(), new HeldLeases());
        var (relay, other) = (Connect(mine), Connect(others));
        mine.Give("a", epoch: 1);
        await ShouldPublishAsync(relay, 1);
        others.Give("a", epoch: 2);
        await ShouldPublishAsync(other, 2);
        mine.Give("a", epoch: 3);

        await ShouldPublishAsync(relay, 3);

        _broker.Fenced.ShouldBe(0);
        Written().ShouldBe(["a1", "a2", "a3"]);
    }

    [Fact]
    public async Task A_relay_that_opens_its_producer_after_it_has_lost_the_range_publishes_nothing_and_the_owner_goes_on()
    {
        var (late, owner) = (new HeldLeases(), new HeldLeases());
        var (relay, other) = (Connect(late), Connect(owner));
        late.Give("a", epoch: 1);
        _broker.OnOpening = () =>
        {
            _broker.OnOpening = () => { };
            late.Expire("a");
            owner.Give("a", epoch: 2);
            ShouldPublishAsync(other, 1, 2).GetAwaiter().GetResult();
        };

        var results = await relay.PublishAsync([EventOf("a", 1)], Token);

        results.ShouldBe([PublishResult.TakenOver]);
        await ShouldPublishAsync(other, 3);
        Written().ShouldBe(["a1", "a2", "a3"]);
        _broker.Fenced.ShouldBe(1, "the late one has fenced off the owner, which has noticed, and opened its producer again");
    }

    [Fact]
    public async Task A_relay_that_has_lost_the_range_already_does_not_even_open_a_producer()
    {
        var leases = new HeldLeases();
        leases.Give("a", epoch: 1);
        leases.Expire("a");

        var results = await Connect(leases).PublishAsync([EventOf("a", 1), EventOf("a", 2)], Token);

        results.ShouldAllBe(result => result == PublishResult.TakenOver);
        _broker.Opened.ShouldBe(0);
    }

    [Fact]
    public async Task A_store_that_does_not_say_who_has_the_range_is_named_as_the_reason()
    {
        var leases = new HeldLeases { Failure = new InvalidOperationException("The database is away.") };
        leases.Give("a", epoch: 1);

        var results = await Connect(leases).PublishAsync([EventOf("a", 1)], Token);

        results.ShouldBe([PublishResult.Failed(
            "Whether the bucket range is still leased to this relay could not be found out: The database is away.")]);
    }

    [Fact]
    public async Task Two_outboxes_with_the_same_transactional_ids_are_told_what_is_wrong()
    {
        var leases = new HeldLeases();
        var relay = Connect(leases);
        leases.Give("a", epoch: 1);
        _broker.AfterOpening = () => _broker.OpenElsewhere($"{Prefix}bank-{Bucket.RangeOf("a")}");

        var results = await relay.PublishAsync([EventOf("a", 2)], Token);

        results.Single().Error.ShouldBe(
            "The bucket range is leased to this relay, and yet another producer with the transactional id "
            + $"{Prefix}bank-{Bucket.RangeOf("a")} has fenced it off twice. Give each outbox on the cluster a "
            + "Kafka:TransactionalIdPrefix of its own.");
    }

    [Fact]
    public async Task A_relay_that_comes_and_goes_costs_the_one_that_stays_neither_a_failure_nor_an_outage()
    {
        await using var bank = new Bank();
        var stays = await bank.StartAsync(Compose);
        await stays.OpenAsync(Enumerable.Range(0, 40).Select(number => $"first-{number}"));
        await Eventually.HoldsAsync(bank.EverythingIsPublished, "the first relay publishes everything");
        var comes = await bank.StartAsync(Compose);
        await Eventually.HoldsAsync(() => bank.Leases().Select(lease => lease.Owner).Distinct().Count() == 2, "both have ranges");
        await stays.OpenAsync(Enumerable.Range(0, 40).Select(number => $"second-{number}"));
        await Eventually.HoldsAsync(bank.EverythingIsPublished, "both publish");
        await comes.StopAsync();
        await Eventually.HoldsAsync(() => bank.Leases().Select(lease => lease.Owner).Distinct().Count() == 1, "one has them again");

        await stays.OpenAsync(Enumerable.Range(0, 40).Select(number => $"third-{number}"));

        await Eventually.HoldsAsync(bank.EverythingIsPublished, "the first relay publishes everything again");
        bank.Outbox().ShouldAllBe(message => message.Attempts == 0);
        stays.Log.ShouldNotContain(line => line.Level >= LogLevel.Warning);
        _broker.Fenced.ShouldBe(0);
    }

    private void Compose(BankSetup setup)
    {
        setup.Services = services => services.AddSingleton(provider => new KafkaClients(
            provider.GetRequiredService<IOptions<KafkaOptions>>(), provider.GetRequiredService<ILogger<KafkaClients>>())
        {
            Wrap = _broker.Watch,
        });
        setup.Compose = chain => chain
            .UseKafka(options =>
            {
                options.BootstrapServers = Cluster.BootstrapServers;
                options.TransactionalIdPrefix = "bank";
                options.Source = "/bank";
                options.NamePrefix = Prefix;
            })
            .AddRelay(relay => (relay.PollInterval, relay.Lease) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(13)));
    }

    private static async Task ShouldPublishAsync(KafkaTransport transport, params long[] versions) =>
        (await transport.PublishAsync([.. versions.Select(version => EventOf("a", version))], Token))
            .ShouldAllBe(result => result == PublishResult.Acknowledged);

    private IEnumerable<string> Written() =>
        ReadLog().Select(message => TextOf(message, "ce_subject") + TextOf(message, "ce_sequence"));

    private KafkaTransport Connect(IBucketLeases leases) => Connect(leases, _broker.Watch);
}
