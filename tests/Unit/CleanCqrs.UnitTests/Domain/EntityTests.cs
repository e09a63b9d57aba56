using CleanCqrs.Domain;

namespace CleanCqrs.UnitTests.Domain;

public class EntityTests
{
    [Fact]
    public void Two_entities_of_one_kind_with_one_identity_are_the_same()
    {
        var rich = new Account(1);
        rich.Deposit(1_000_000);

        rich.Equals(new Account(1)).ShouldBeTrue();
        rich.GetHashCode().ShouldBe(new Account(1).GetHashCode());
    }

    [Fact]
    public void Another_identity_is_another_entity() => new Account(1).Equals(new Account(2)).ShouldBeFalse();

    [Fact]
    public void Another_kind_is_another_entity()
    {
        new Account(1).Equals(new Line(1)).ShouldBeFalse();
        new Account(1).Equals(null).ShouldBeFalse();
        new Account(1).Equals("1").ShouldBeFalse();
    }

    private sealed class Line(int id) : Entity<int>(id);
}
