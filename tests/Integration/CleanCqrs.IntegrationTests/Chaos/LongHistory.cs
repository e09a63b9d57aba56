using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;

namespace CleanCqrs.IntegrationTests.Chaos;

/// <summary>Many accounts that grow side by side, and what their statements must say in the end.</summary>
/// <param name="prefix">The beginning of their ids.</param>
/// <param name="seed">Decides the amounts.</param>
internal sealed class LongHistory(string prefix, int seed)
{
    public const int Streams = 500;
    public const int EventsOfEach = 40;
    public const int Events = Streams * EventsOfEach;

    private const int EventsOfEachPerCommit = 3;

    private readonly Dictionary<string, string> _trails = [];

    /// <summary>The trail that the statement of each account must show.</summary>
    public IReadOnlyDictionary<string, string> Trails => _trails;

    /// <summary>Writes the whole history, every commit with some events of each account.</summary>
    public async Task WriteAsync(BankHost host)
    {
        var random = new Random(seed);
        await using var scope = host.Enter(out var context);
        var accounts = Enumerable.Range(0, Streams).Select(number => Account.Open($"{prefix}-{number}")).ToList();
        context.AddRange(accounts);
        accounts.ForEach(account => _trails[account.Id] = "opened");
        for (var version = 2; version <= EventsOfEach; version++)
        {
            foreach (var account in accounts)
            {
                _trails[account.Id] += $" {Change(account, version, random)}";
            }

            if (version % EventsOfEachPerCommit == 0 || version == EventsOfEach)
            {
                await context.SaveChangesAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    private static string Change(Account account, int version, Random random)
    {
        var amount = random.Next(1, 100);
        switch (version)
        {
            case EventsOfEach:
                account.Close();
                return "closed";
            case var _ when random.Next(2) == 0:
                account.Deposit(amount);
                return $"+{amount}";
            default:
                account.Withdraw(amount);
                return $"-{amount}";
        }
    }
}
