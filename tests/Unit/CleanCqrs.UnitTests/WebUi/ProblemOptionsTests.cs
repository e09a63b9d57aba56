using CleanCqrs.Application.Commands;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Domain;
using CleanCqrs.WebUi.Problems;
using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Http;

namespace CleanCqrs.UnitTests.WebUi;

public sealed class ProblemOptionsTests
{
    private readonly ProblemOptions _options = new();

    [Fact]
    public void Failed_validation_lists_its_errors_by_member_in_camel_case()
    {
        var problem = _options.Describe(new ValidationException(
        [
            new ValidationFailure("ProductId", "Name the product."),
            new ValidationFailure("Lines[0].UnitPrice", "Too low."),
            new ValidationFailure("Lines[0].UnitPrice", "Not a whole cent."),
            new ValidationFailure("ProductId", "Name the product."),
        ]))!;

        (problem.Status, problem.Type, problem.Detail).ShouldBe((400, "/problems/validation", null));
        var errors = problem.Extensions["errors"].ShouldBeOfType<Dictionary<string, string[]>>();
        errors.Keys.ShouldBe(["productId", "lines[0].unitPrice"]);
        errors["productId"].ShouldBe(["Name the product."]);
        errors["lines[0].unitPrice"].ShouldBe(["Too low.", "Not a whole cent."]);
    }

    [Theory]
    [InlineData(RuleKind.Value, 422, "Not possible with these values")]
    [InlineData(RuleKind.State, 409, "Not possible in the present state")]
    public void A_broken_rule_without_a_type_of_its_own_keeps_its_code(RuleKind kind, int status, string title)
    {
        var problem = _options.Describe(new DomainException(new BrokenRule(kind)))!;

        (problem.Status, problem.Type, problem.Title, problem.Detail).ShouldBe(
            (status, "/problems/broken-rule", title, "The rule is broken."));
    }

    [Fact]
    public void A_broken_rule_with_a_type_of_its_own_has_its_title()
    {
        _options.Add(new ProblemType("broken-rule", 410, "The rule", "Never mind."));

        var problem = _options.Describe(new DomainException(new BrokenRule(RuleKind.Value)))!;

        (problem.Status, problem.Type, problem.Title, problem.Detail).ShouldBe(
            (410, "/problems/broken-rule", "The rule", "The rule is broken."));
    }

    [Fact]
    public void A_conflict_keeps_its_message_to_the_log()
    {
        var problem = _options.Describe(new ConcurrencyConflictException("UPDATE orders affected 0 rows"))!;

        (problem.Status, problem.Type, problem.Detail).ShouldBe((409, "/problems/concurrency-conflict", null));
    }

    [Fact]
    public void A_reused_idempotency_key_is_named()
    {
        var problem = _options.Describe(new IdempotencyKeyReusedException("a-key"))!;

        (problem.Status, problem.Type).ShouldBe((422, "/problems/idempotency-key-reused"));
        problem.Detail!.ShouldContain("'a-key'");
    }

    [Theory]
    [InlineData(400, "/problems/bad-request")]
    [InlineData(408, "/problems/request-timeout")]
    [InlineData(413, "/problems/body-too-large")]
    [InlineData(415, "/problems/unsupported-media-type")]
    [InlineData(431, "about:blank")]
    public void A_refused_request_keeps_its_status_and_loses_its_message(int status, string type)
    {
        var problem = _options.Describe(new BadHttpRequestException("The type Some.Inner.Type is to blame.", status))!;

        (problem.Status, problem.Type, problem.Detail).ShouldBe((status, type, null));
    }

    [Fact]
    public void An_exception_of_the_host_becomes_the_problem_that_the_host_says_as_do_derived_ones()
    {
        _options.Map<IOException>(new ProblemType("disk", 507, "No disk", "Never mind."));

        var problem = _options.Describe(new FileNotFoundException("Where is it?"))!;

        (problem.Status, problem.Type, problem.Title, problem.Detail).ShouldBe((507, "/problems/disk", "No disk", "Where is it?"));
        _options.Types.ShouldContain(type => type.Code == "disk");
    }

    [Fact]
    public void The_host_may_describe_an_exception_of_the_library_in_its_own_way()
    {
        _options.Map<ConcurrencyConflictException>(_ => ProblemTypes.Unavailable.Describe("Later."));

        _options.Describe(new ConcurrencyConflictException("conflict"))!.Status.ShouldBe(503);
    }

    [Fact]
    public void Any_other_exception_is_a_defect() => _options.Describe(new InvalidOperationException("a defect")).ShouldBeNull();

    private sealed class BrokenRule(RuleKind kind) : IBusinessRule
    {
        public string Code => "broken-rule";

        public string Message => "The rule is broken.";

        public RuleKind Kind => kind;

        public bool IsBroken() => true;
    }
}
