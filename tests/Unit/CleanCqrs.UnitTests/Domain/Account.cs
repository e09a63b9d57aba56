using CleanCqrs.Domain;

namespace CleanCqrs.UnitTests.Domain;

/// <summary>An aggregate as small as can be.</summary>
internal sealed class Account(int id) : AggregateRoot<int>(id)
{
    public int Balance { get; private set; }

    public void Deposit(int amount)
    {
        Check(new AmountMustBePositiveRule(amount));
        Balance += amount;
        Raise(new Deposited(amount));
    }

    public void RaiseNothing() => Raise(null!);

    public static void CheckNothing() => Check(null!);
}

internal sealed record Deposited(int Amount) : IDomainEvent;

internal sealed class AmountMustBePositiveRule(int amount) : IBusinessRule
{
    public string Code => "amount-must-be-positive";

    public string Message => $"A deposit is more than nothing; {amount} is not.";

    public bool IsBroken() => amount <= 0;
}
