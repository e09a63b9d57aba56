using CleanCqrs.Application.Transport;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;

namespace CleanCqrs.IntegrationTests.Chaos;

/// <summary>
/// Random accounts, and a random way in which their events reach the read side: shuffled, doubled, in batches of any size.
/// </summary>
public sealed class RandomDelivery
{
    private readonly Random _random;

    public RandomDelivery(int seed)
    {
        _random = new Random(seed);
        Accounts = [.. Enumerable.Range(0, _random.Next(1, 5)).Select(number => CreateAccount($"account-{number}"))];
    }

    public IReadOnlyList<Account> Accounts { get; }

    /// <summary>The trail that a straightforward fold of the events gives.</summary>
    public static string ExpectedTrail(Account account) => string.Join(' ', account.RaisedEvents.Select(raised => raised.Event switch
    {
        AccountOpened => "opened",
        MoneyDeposited deposited => $"+{deposited.Amount}",
        MoneyWithdrawn withdrawn => $"-{withdrawn.Amount}",
        _ => "closed",
    }));

    /// <summary>Every event at least once, up to three times, nearly in order or not at all.</summary>
    public List<EventEnvelope[]> Batches(BankHost host)
    {
        var disorder = _random.Next(0, 12);
        var events = Accounts.SelectMany(host.EnvelopesOf)
            .SelectMany(envelope => Enumerable.Repeat(envelope, _random.Next(10) < 7 ? 1 : _random.Next(1, 4)))
            .Select(envelope => (Envelope: envelope, Place: envelope.StreamVersion + _random.Next(0, disorder + 1)))
            .OrderBy(item => item.Place)
            .ThenBy(_ => _random.Next())
            .Select(item => item.Envelope);
        var batches = new List<EventEnvelope[]>();
        var queue = new Queue<EventEnvelope>(events);
        while (queue.Count > 0)
        {
            batches.Add([.. Enumerable.Range(0, Math.Min(queue.Count, _random.Next(1, 9))).Select(_ => queue.Dequeue())]);
        }

        return batches;
    }

    public bool Happens(double probability) => _random.NextDouble() < probability;

    private Account CreateAccount(string id)
    {
        var account = Account.Open(id);
        for (var left = _random.Next(0, 12); left > 0; left--)
        {
            if (Happens(0.6))
            {
                account.Deposit(_random.Next(1, 100));
            }
            else
            {
                account.Withdraw(_random.Next(1, 100));
            }
        }

        if (Happens(0.3))
        {
            account.Close();
        }

        return account;
    }
}
