using CleanCqrs.Application.Outbox;
using CleanCqrs.IntegrationTests.Hosting;

namespace CleanCqrs.IntegrationTests.Leases;

/// <summary>
/// What holds for one relay holds for several: a stream backs off, or waits behind its dead letter, whoever owns its range.
/// </summary>
public sealed class SeveralOwnersTests : LeaseTest
{
    [Fact]
    public async Task A_dead_letter_and_a_back_off_hold_up_their_own_stream_only_also_after_a_takeover()
    {
        var (rejected, failing) = (StreamInRange(1), StreamInRange(6));
        var hosts = BuildMany(3);
        await SettleAsync(hosts);
        await hosts[0].OpenAsync([rejected, failing, .. Accounts()]);
        await hosts[0].ChangeAsync(rejected, account => account.DepositAll(1, 2));
        await hosts[0].ChangeAsync(failing, account => account.DepositAll(1, 2));
        Transport.Answer = envelope => (envelope.StreamId, envelope.StreamVersion) switch
        {
            var (id, version) when id == rejected && version == 2 => ScriptedTransport.RejectingOnly($"{id}/2")(envelope),
            var (id, _) when id == failing => ScriptedTransport.FailingOnly($"{id}/1")(envelope),
            _ => ScriptedTransport.RejectingOnly()(envelope),
        };
        await PublishAllAsync(hosts);

        Bank.ExpireLeases();
        hosts = BuildMany(2);
        await SettleAsync(hosts);
        await PublishAllAsync(hosts);
        Transport.Delivered.Order(StringComparer.Ordinal).ShouldBe([.. Accounts().Append(rejected).Select(id => $"{id}/1").Order()]);
        (await hosts[0].OutboxOperations.GetStatusAsync(Token)).ShouldSatisfyAllConditions(
            status => status.DeadLetters.ShouldBe(1),
            status => status.BlockedStreams.ShouldBe(2),
            status => status.Pending.ShouldBe(4));

        Transport.Answer = ScriptedTransport.RejectingOnly();
        Time.Advance(TimeSpan.FromMinutes(1));
        (await hosts[1].RedriveAsync(rejected)).ShouldBeTrue();
        await PublishAllAsync(hosts);

        Transport.Delivered.Where(name => name.StartsWith($"{rejected}/", StringComparison.Ordinal)).ShouldBe([.. Versions(rejected)]);
        Transport.Delivered.Where(name => name.StartsWith($"{failing}/", StringComparison.Ordinal)).ShouldBe([.. Versions(failing)]);
        Bank.EverythingIsPublished().ShouldBeTrue();
    }

    private static IEnumerable<string> Versions(string id) => Enumerable.Range(1, 3).Select(version => $"{id}/{version}");

    private static string StreamInRange(int range) =>
        Enumerable.Range(1, 1_000).Select(number => $"odd-{number}").First(id => Bucket.RangeOf(id) == range);

    private static async Task PublishAllAsync(List<BankHost> hosts)
    {
        foreach (var host in hosts)
        {
            await PublishEverythingAsync(host);
        }
    }
}
