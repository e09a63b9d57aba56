using CleanCqrs.Application;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;

namespace CleanCqrs.IntegrationTests.Projections;

internal static class TwoProjections
{
    public const string Deposits = "deposits";

    public static void Compose(CleanCqrsBuilder chain) => chain
        .UseInProcessTransport(BankSetup.TransportWithoutPatience)
        .AddProjection(BankSetup.Statements, BankSetup.StatementsProjection)
        .AddProjection(Deposits, projection => projection.AddProjector<DepositTotalProjector>());
}
