using System.Reflection;
using System.Text.Json.Serialization;
using CleanCqrs.Application.Behaviors;
using CleanCqrs.Application.Commands;
using CleanCqrs.Application.Persistence;
using MediatR;
using NSubstitute;

namespace CleanCqrs.UnitTests.Application.Behaviors;

public class KeptAnswerTests
{
    private readonly IIdempotencyStore _store = Substitute.For<IIdempotencyStore>();

    public static TheoryData<object> Kept { get; } =
        [new Money(1.50m, "EUR"), new Tariff(), Array.Empty<int>(), DateTimeOffset.UnixEpoch, "text 😀"];

    [Theory]
    [MemberData(nameof(Kept))]
    public async Task What_comes_back_as_it_was_is_kept(object answer)
    {
        var method = GetType().GetMethod(nameof(AskAsync), BindingFlags.Instance | BindingFlags.NonPublic)!;

        await (Task)method.MakeGenericMethod(answer.GetType()).Invoke(this, [answer])!;

        _store.ReceivedWithAnyArgs(1).Add(default!);
    }

    [Fact]
    public async Task A_derived_answer_that_the_contract_knows_is_kept_as_what_it_is()
    {
        (await AskAsync<Shape>(new Circle { Radius = 2 })).ShouldBeOfType<Circle>().Radius.ShouldBe(2);

        _store.ReceivedWithAnyArgs(1).Add(default!);
    }

    [Fact]
    public async Task The_first_caller_gets_what_every_later_one_will_get() =>
        (await AskAsync(new Hidden { Shown = 1, NotShown = 2 })).NotShown.ShouldBe(0);

    [Fact]
    public async Task A_command_without_an_answer_is_kept_too()
    {
        await AskAsync(Unit.Value);

        _store.ReceivedWithAnyArgs(1).Add(default!);
    }

    [Fact]
    public async Task What_would_come_back_changed_is_refused()
    {
        await ShouldBeRefusedAsync(new WithoutSetter("lost"));
        await ShouldBeRefusedAsync<Unreadable>(new Unreadable(1));
        await ShouldBeRefusedAsync<Tariff>(new NightTariff { Discount = 5 });
        await ShouldBeRefusedAsync<object>(new Money(1, "EUR"));
    }

    private async Task ShouldBeRefusedAsync<TAnswer>(TAnswer answer)
    {
        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => AskAsync(answer));

        refusal.Message.ShouldBe(
            $"The answer of Question`1, {answer!.GetType().Name}, can't be kept for a retry: read back from JSON it is not the same. "
            + "Nothing is saved. Give it public properties that a constructor or a setter fills, and declare derived types with "
            + "JsonDerivedType.");
        _store.DidNotReceiveWithAnyArgs().Add(default!);
    }

    private Task<TAnswer> AskAsync<TAnswer>(TAnswer answer) =>
        new IdempotencyBehavior<Question<TAnswer>, TAnswer>(_store).Handle(
            new Question<TAnswer>(), () => Task.FromResult(answer), TestContext.Current.CancellationToken);

    private sealed record Question<TAnswer> : ICommand<TAnswer>, IIdempotentCommand
    {
        public string IdempotencyScope => "member";

        public string? IdempotencyKey => "key";
    }

    private sealed record Money(decimal Amount, string Currency);

    private class Tariff;

    private sealed class NightTariff : Tariff
    {
        public int Discount { get; init; }
    }

    [JsonDerivedType(typeof(Circle), "circle")]
    private abstract class Shape;

    private sealed class Circle : Shape
    {
        public int Radius { get; init; }
    }

    private sealed class Hidden
    {
        public int Shown { get; init; }

        [JsonIgnore]
        public int NotShown { get; init; }
    }

    private sealed class WithoutSetter
    {
        public WithoutSetter()
        {
        }

        public WithoutSetter(string text) => Text = text;

        public string Text { get; } = string.Empty;
    }

    private sealed class Unreadable(int first)
    {
        public int Value { get; } = first;
    }
}
