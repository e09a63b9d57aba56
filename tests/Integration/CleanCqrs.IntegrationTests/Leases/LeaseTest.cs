using CleanCqrs.Application.Outbox;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.IntegrationTests.Relay;

namespace CleanCqrs.IntegrationTests.Leases;

/// <summary>Several relay instances on one outbox, each with contexts of its own.</summary>
public abstract class LeaseTest : RelayTest
{
    protected static TimeSpan Hour { get; } = TimeSpan.FromHours(1);

    protected static Task<BucketLease> AcquireAsync(BankHost host) => host.Leases.AcquireAsync(Hour, Token);

    /// <summary>
    /// Lets every instance look after its leases, in turn, as often as it takes for everybody to have seen what the others did.
    /// </summary>
    protected static async Task<IReadOnlyList<BucketLease>> SettleAsync(params IReadOnlyList<BankHost> hosts)
    {
        var leases = new List<BucketLease>();
        for (var round = 0; round < 4; round++)
        {
            leases.Clear();
            foreach (var host in hosts)
            {
                leases.Add(await AcquireAsync(host));
            }
        }

        return leases;
    }

    protected List<BankHost> BuildMany(int count) => [.. Enumerable.Range(0, count).Select(_ => Build())];

    /// <summary>Names of accounts, so many that every range has some.</summary>
    protected static string[] Accounts(int count = 64) => [.. Enumerable.Range(0, count).Select(number => $"account-{number}")];
}
