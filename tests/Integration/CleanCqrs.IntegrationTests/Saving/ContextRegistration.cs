using CleanCqrs.IntegrationTests.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Saving;

/// <summary>The four ways in which a host may register its write context.</summary>
public static class ContextRegistration
{
    public static TheoryData<string> All { get; } =
        ["AddDbContext", "AddDbContextPool", "AddDbContextFactory", "AddPooledDbContextFactory"];

    public static TheoryData<string> Factories { get; } =
        ["AddDbContextFactory", "AddPooledDbContextFactory"];

    public static Action<IServiceCollection, Action<DbContextOptionsBuilder>> Of(string method) => method switch
    {
        "AddDbContext" => (services, options) => services.AddDbContext<BankContext>(options),
        "AddDbContextPool" => (services, options) => services.AddDbContextPool<BankContext>(options, poolSize: 1),
        "AddDbContextFactory" => (services, options) => services.AddDbContextFactory<BankContext>(options),
        _ => (services, options) => services.AddPooledDbContextFactory<BankContext>(options, poolSize: 1),
    };
}
