using CleanCqrs.Domain;

namespace CleanCqrs.IntegrationTests.Accounts;

/// <summary>The aggregate of these tests: small, and every change of it is an event.</summary>
public sealed class Account : AggregateRoot<string>
{
    private Account(string id)
        : base(id)
    {
    }

    public string Owner { get; private set; } = string.Empty;

    public long Balance { get; private set; }

    public bool IsClosed { get; private set; }

    public static Account Open(string id, string? owner = null)
    {
        var account = new Account(id) { Owner = owner ?? $"owner of {id}" };
        account.Raise(new AccountOpened(id, account.Owner));
        return account;
    }

    public void Deposit(long amount)
    {
        Balance += amount;
        Raise(new MoneyDeposited(Id, amount));
    }

    public void DepositAll(params IEnumerable<long> amounts)
    {
        foreach (var amount in amounts)
        {
            Deposit(amount);
        }
    }

    public void Withdraw(long amount)
    {
        Balance -= amount;
        Raise(new MoneyWithdrawn(Id, amount));
    }

    public void Close()
    {
        IsClosed = true;
        Raise(new AccountClosed(Id));
    }
}
