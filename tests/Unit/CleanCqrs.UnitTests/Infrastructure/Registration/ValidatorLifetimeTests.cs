using CleanCqrs.Infrastructure;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.UnitTests.Infrastructure.Registration;

public sealed class ValidatorLifetimeTests
{
    private readonly ServiceCollection _services = new();

    [Fact]
    public void A_validator_that_takes_nothing_serves_all_requests()
    {
        var (first, second) = ResolveTwice<ShortName>();

        second.ShouldBeSameAs(first);
    }

    [Fact]
    public void A_validator_that_takes_something_is_made_for_each_scope()
    {
        _services.AddScoped<Tenant>();

        var (first, second) = ResolveTwice<NameOfTenant>();

        second.ShouldNotBeSameAs(first);
    }

    [Fact]
    public void A_validator_that_the_application_has_registered_stays_as_it_is()
    {
        _services.AddScoped<IValidator<Christen>, ShortName>();

        var (first, second) = ResolveTwice<ShortName>();

        second.ShouldNotBeSameAs(first);
    }

    private (IValidator<Christen> First, IValidator<Christen> Second) ResolveTwice<TValidator>()
        where TValidator : IValidator<Christen>
    {
        _services.AddCleanCqrs(new ListedTypes(typeof(TValidator)));
        var provider = _services.BuildServiceProvider(validateScopes: true);
        return (Resolve(), Resolve());

        IValidator<Christen> Resolve()
        {
            using var scope = provider.CreateScope();
            return scope.ServiceProvider.GetServices<IValidator<Christen>>().ShouldHaveSingleItem();
        }
    }

    private sealed record Christen(string Name) : IRequest;

    private sealed class Tenant;

    private sealed class ShortName : AbstractValidator<Christen>
    {
        public ShortName() => RuleFor(command => command.Name).MaximumLength(5);
    }

    private sealed class NameOfTenant : AbstractValidator<Christen>
    {
        public NameOfTenant(Tenant tenant) => RuleFor(command => command.Name).NotEqual(tenant.ToString());
    }
}
