using CleanCqrs.Application.Behaviors;
using CleanCqrs.Application.Commands;
using CleanCqrs.Application.Persistence;
using NSubstitute;

namespace CleanCqrs.UnitTests.Application.Behaviors;

public class IdempotencyBehaviorTests
{
    private readonly IIdempotencyStore _store = Substitute.For<IIdempotencyStore>();
    private IdempotencyRecord? _kept;
    private int _handled;

    public IdempotencyBehaviorTests()
    {
        _store.Add(Arg.Do<IdempotencyRecord>(record => _kept = record));
        _store.FindAsync("member-1", Arg.Any<string>(), Arg.Any<CancellationToken>())
            .Returns(call => _kept is { } kept && kept.Key == call.ArgAt<string>(1) ? kept : null);
    }

    [Fact]
    public async Task The_first_answer_is_kept_under_the_members_key()
    {
        await HandleAsync(new Rename("Ada") { IdempotencyKey = "k1" });

        _kept.ShouldNotBeNull();
        _kept.Scope.ShouldBe("member-1");
        _kept.Key.ShouldBe("k1");
        _kept.Response.ShouldBe("""{"Name":"Ada","Version":1}""");
    }

    [Fact]
    public async Task A_repeated_command_gets_the_first_answer_and_is_not_handled_again()
    {
        var first = await HandleAsync(new Rename("Ada") { IdempotencyKey = "k1" });

        var second = await HandleAsync(new Rename("Ada") { IdempotencyKey = "k1" });

        second.ShouldBe(first);
        _handled.ShouldBe(1);
    }

    [Fact]
    public async Task A_new_key_is_a_new_intention()
    {
        await HandleAsync(new Rename("Ada") { IdempotencyKey = "k1" });

        var second = await HandleAsync(new Rename("Ada") { IdempotencyKey = "k2" });

        second.ShouldBe(new Renamed("Ada", 2));
    }

    [Fact]
    public async Task A_key_that_comes_back_with_another_command_is_refused()
    {
        await HandleAsync(new Rename("Ada") { IdempotencyKey = "k1" });

        var refusal = await Should.ThrowAsync<IdempotencyKeyReusedException>(
            () => HandleAsync(new Rename("Grace") { IdempotencyKey = "k1" }));

        refusal.Message.ShouldBe(
            "The idempotency key 'k1' was already used for a different request. Use a new key for every new intention.");
        _handled.ShouldBe(1);
    }

    [Fact]
    public async Task Not_found_is_no_answer_to_keep()
    {
        var answer = await HandleAsync(new Rename("nobody") { IdempotencyKey = "k1" });

        answer.ShouldBeNull();
        _store.DidNotReceiveWithAnyArgs().Add(default!);
    }

    [Fact]
    public async Task Without_a_key_every_attempt_counts_and_nothing_is_looked_up_or_kept()
    {
        await HandleAsync(new Rename("Ada"));
        await HandleAsync(new Rename("Ada"));

        _handled.ShouldBe(2);
        _store.ReceivedCalls().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_command_that_fails_leaves_its_key_free()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => HandleAsync(new Rename("broken") { IdempotencyKey = "k1" }));

        _kept.ShouldBeNull();
    }

    private Task<Renamed?> HandleAsync(Rename command) =>
        new IdempotencyBehavior<Rename, Renamed?>(_store).Handle(
            command,
            () =>
            {
                _handled++;
                return command.Name switch
                {
                    "nobody" => Task.FromResult<Renamed?>(null),
                    "broken" => throw new InvalidOperationException("broken"),
                    _ => Task.FromResult<Renamed?>(new Renamed(command.Name, _handled)),
                };
            },
            TestContext.Current.CancellationToken);
}
