using CleanCqrs.Domain;

namespace CleanCqrs.UnitTests.Domain;

public class BusinessRuleTests
{
    [Fact]
    public void A_broken_rule_always_throws_and_says_why()
    {
        var account = new Account(1);

        var broken = Should.Throw<DomainException>(() => account.Deposit(0));

        broken.Message.ShouldBe("A deposit is more than nothing; 0 is not.");
        broken.Code.ShouldBe("amount-must-be-positive");
        account.Balance.ShouldBe(0);
        account.RaisedEvents.ShouldBeEmpty();
    }

    [Fact]
    public void A_kept_rule_says_nothing() => Should.NotThrow(() => new Account(1).Deposit(1));

    [Fact]
    public void A_rule_is_about_its_values_unless_it_says_otherwise()
    {
        new DomainException(new AmountMustBePositiveRule(0)).Kind.ShouldBe(RuleKind.Value);
        new DomainException(new AccountMustBeOpenRule()).Kind.ShouldBe(RuleKind.State);
    }

    [Fact]
    public void No_rule_is_a_mistake_of_the_program()
    {
        Should.Throw<ArgumentNullException>(Account.CheckNothing);
        Should.Throw<ArgumentNullException>(() => new DomainException(null!));
    }

    private sealed class AccountMustBeOpenRule : IBusinessRule
    {
        public string Code => "account-must-be-open";

        public string Message => "The account is closed.";

        public RuleKind Kind => RuleKind.State;

        public bool IsBroken() => true;
    }
}
