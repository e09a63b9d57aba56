using CleanCqrs.Application.Behaviors;
using FluentValidation;

namespace CleanCqrs.UnitTests.Application.Behaviors;

public class ValidationBehaviorTests
{
    private int _handled;

    [Fact]
    public async Task A_request_without_validators_is_handled()
    {
        (await HandleAsync(new Rename("")))!.Name.ShouldBe("handled");
    }

    [Fact]
    public async Task A_valid_request_is_handled_once()
    {
        (await HandleAsync(new Rename("Ada"), new NameIsNeeded(), new NameIsShort()))!.Name.ShouldBe("handled");

        _handled.ShouldBe(1);
    }

    [Fact]
    public async Task A_request_that_is_not_valid_never_reaches_its_handler()
    {
        await Should.ThrowAsync<ValidationException>(() => HandleAsync(new Rename(""), new NameIsNeeded()));

        _handled.ShouldBe(0);
    }

    [Fact]
    public async Task All_failures_of_all_validators_are_told_at_once()
    {
        var refusal = await Should.ThrowAsync<ValidationException>(
            () => HandleAsync(new Rename("          "), new NameIsNeeded(), new NameIsShort()));

        refusal.Errors.Select(error => error.ErrorMessage).ShouldBe(["A name is needed.", "A name has at most 5 characters."]);
    }

    private Task<Renamed?> HandleAsync(Rename command, params IValidator<Rename>[] validators) =>
        new ValidationBehavior<Rename, Renamed?>(validators).Handle(
            command,
            () =>
            {
                _handled++;
                return Task.FromResult<Renamed?>(new Renamed("handled", 1));
            },
            TestContext.Current.CancellationToken);

    private sealed class NameIsNeeded : AbstractValidator<Rename>
    {
        public NameIsNeeded() => RuleFor(command => command.Name).NotEmpty().WithMessage("A name is needed.");
    }

    private sealed class NameIsShort : AbstractValidator<Rename>
    {
        public NameIsShort() => RuleFor(command => command.Name).MaximumLength(5).WithMessage("A name has at most 5 characters.");
    }
}
