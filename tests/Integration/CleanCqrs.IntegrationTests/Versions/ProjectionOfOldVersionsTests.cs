using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.IntegrationEvents;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Versions;

public sealed class ProjectionOfOldVersionsTests : BankTest
{
    private const string Trail = "opened 100 EUR 200 USD 300 SEK";

    [Fact]
    public async Task A_projector_sees_only_the_newest_version_of_a_mixed_stream()
    {
        var host = await Bank.StartAsync(Programs.ThirdWithProjection);

        await host.DeliverAsync(MixedStream(host));

        (await host.FindTrailAsync("a")).ShouldBe(Trail);
    }

    [Fact]
    public async Task Old_versions_that_come_too_early_are_upcast_when_their_turn_comes()
    {
        var host = await Bank.StartAsync(Programs.ThirdWithProjection);
        var events = MixedStream(host);

        await host.DeliverAsync(events[2], events[1]);
        await host.DeliverAsync(events[3], events[0]);

        (await host.FindTrailAsync("a")).ShouldBe(Trail);
    }

    [Fact]
    public async Task An_event_that_arrives_in_its_old_version_and_again_in_its_newest_has_one_effect()
    {
        var host = await Bank.StartAsync(Programs.ThirdWithProjection);
        var events = MixedStream(host);
        await host.DeliverAsync(events);

        await host.DeliverAsync([.. events.Select(host.Services.GetRequiredService<EnvelopeUpcaster>().ToNewest)]);

        (await host.FindTrailAsync("a")).ShouldBe(Trail);
    }

    [Fact]
    public async Task An_old_event_that_can_not_be_upcast_is_a_dead_letter_at_once()
    {
        var host = await Bank.StartAsync(Programs.ThirdWithProjection);
        var events = MixedStream(host);
        var huge = host.Services.GetRequiredService<IIntegrationEventSerializer>().Serialize(new MoneyDepositedEvent("a", long.MaxValue));

        await host.DeliverAsync(events[0], events[1] with { Payload = huge }, events[2]);

        var letter = (await host.ProjectionOperations.ListHeldAsync(BankSetup.Statements, HoldReason.DeadLetter, 10, Token)).Single();
        (letter.Envelope.EventType, letter.Attempts, letter.Error).ShouldBe((
            "bank.accounts.deposited.v1",
            1,
            "UndecodableEventException: DepositCentsUpcaster could not make a MoneyDepositedV3Event: "
            + "OverflowException: Arithmetic operation resulted in an overflow."));
        (await host.FindTrailAsync("a")).ShouldBe("opened");
    }

    [Fact]
    public async Task What_three_programs_wrote_reaches_the_read_model_of_the_third()
    {
        var first = Bank.Build(Programs.First);
        await first.OpenAsync("a");
        await first.ChangeAsync("a", account => account.Deposit(1));
        await Bank.Build(Programs.Second).ChangeAsync("a", account => account.Deposit(2));

        var third = await Bank.StartAsync(Programs.ThirdWhole);
        await third.ChangeAsync("a", account => account.Deposit(3));

        await Eventually.HoldsAsync(async () => await third.FindTrailAsync("a") == Trail, "the whole stream is projected");
        await Eventually.HoldsAsync(Bank.EverythingIsPublished, "the outbox is empty");
    }

    /// <summary>Opened, then a deposit in each version, as the three programs would have published it.</summary>
    private List<EventEnvelope> MixedStream(BankHost third)
    {
        var (first, second) = (Bank.Build(Programs.First), Bank.Build(Programs.Second));
        var account = Account.Open("a");
        account.DepositAll(1, 2, 3);
        return
        [
            first.EnvelopesOf(account)[0],
            first.EnvelopesOf(account)[1],
            second.EnvelopesOf(account)[2],
            third.EnvelopesOf(account)[3],
        ];
    }
}
