using CleanCqrs.Domain;

namespace CleanCqrs.Testing.Persistence;

/// <summary>The aggregate of the <see cref="StoreContract"/>. Its columns are of the types that databases keep differently.</summary>
public sealed class Wallet : AggregateRoot<Guid>
{
    private Wallet(Guid id)
        : base(id)
    {
    }

    /// <summary>What is in it: up to 18 digits before and 10 behind the point.</summary>
    public decimal Balance { get; private set; }

    /// <summary>When it was last changed, with any offset.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Opens an empty wallet at version 1.</summary>
    /// <param name="id">Its identity.</param>
    /// <param name="at">When.</param>
    /// <returns>The wallet.</returns>
    public static Wallet Open(Guid id, DateTimeOffset at)
    {
        var wallet = new Wallet(id);
        wallet.Change(0, at);
        return wallet;
    }

    /// <summary>Puts money in, or takes it out.</summary>
    /// <param name="amount">How much.</param>
    /// <param name="at">When.</param>
    public void Change(decimal amount, DateTimeOffset at)
    {
        Balance += amount;
        ChangedAt = at;
        Raise(new WalletChanged(Id, amount, at));
    }
}
