using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;

namespace CleanCqrs.IntegrationTests.Versions;

/// <summary>The bank's program as it grew: each knows the versions of a deposit so far, and writes the newest.</summary>
public static class Programs
{
    public static void First(BankSetup setup) => setup.Compose = _ => { };

    public static void Second(BankSetup setup)
    {
        First(setup);
        setup.Types.Remove(typeof(MoneyDepositedMapper));
        setup.Types.AddRange([typeof(MoneyDepositedV2Event), typeof(MoneyDepositedV2Mapper), typeof(DepositCurrencyUpcaster)]);
    }

    public static void Third(BankSetup setup)
    {
        Second(setup);
        setup.Types.Remove(typeof(MoneyDepositedV2Mapper));
        setup.Types.AddRange([typeof(MoneyDepositedV3Event), typeof(MoneyDepositedV3Mapper), typeof(DepositCentsUpcaster)]);
    }

    public static void ThirdWithProjection(BankSetup setup)
    {
        Third(setup);
        setup.Compose = chain => chain
            .UseInProcessTransport(BankSetup.TransportWithoutPatience)
            .AddProjection(BankSetup.Statements, projection => projection.AddProjector<CentsProjector>());
    }

    public static void ThirdWhole(BankSetup setup)
    {
        ThirdWithProjection(setup);
        var projecting = setup.Compose;
        setup.Compose = chain =>
        {
            projecting(chain);
            chain.AddRelay();
        };
    }
}
