using CleanCqrs.Application;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.Infrastructure.Relay;
using CleanCqrs.Infrastructure.Transport;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace CleanCqrs.IntegrationTests.Startup;

public sealed class OptionsTests : BankTest
{
    public static TheoryData<Action<OutboxRelayOptions>, string> RelayOptions { get; } = new()
    {
        { options => options.BatchSize = 0, "Outbox:BatchSize is 0; it must be between 1 and 10000." },
        { options => options.BatchSize = 10_001, "Outbox:BatchSize is 10001; it must be between 1 and 10000." },
        { options => options.PollInterval = TimeSpan.Zero, "Outbox:PollInterval is 00:00:00; it must be longer than zero, for example "
            + "00:00:01." },
        { options => options.PollInterval = TimeSpan.FromDays(60), "Outbox:PollInterval is 60.00:00:00; it must not be longer than a "
            + "day." },
        { options => options.DrainTimeout = TimeSpan.FromDays(60), "Outbox:DrainTimeout is 60.00:00:00; it must not be longer than a "
            + "day." },
        { options => options.Retry.MaxDelay = TimeSpan.FromDays(60), "Outbox:Retry:MaxDelay is 60.00:00:00; it must not be longer than a "
            + "day." },
        { options => options.DrainTimeout = -TimeSpan.FromSeconds(1), "Outbox:DrainTimeout is -00:00:01; it must not be negative." },
        { options => options.Lease = TimeSpan.FromMilliseconds(900), "Outbox:Lease is 00:00:00.9000000; it must be between 00:00:01 and "
            + "1.00:00:00." },
        { options => options.Lease = TimeSpan.FromDays(2), "Outbox:Lease is 2.00:00:00; it must be between 00:00:01 and 1.00:00:00." },
        {
            options => options.Retention = TimeSpan.FromSeconds(59),
            "Outbox:Retention is 00:00:59; it must be 00:01:00 or longer. Leave it out to keep published messages for ever."
        },
        { options => options.IdempotencyRetention = TimeSpan.Zero, "Outbox:IdempotencyRetention is 00:00:00; it must be 00:01:00 or "
            + "longer." },
        { options => options.Retry.FirstDelay = TimeSpan.Zero, "Outbox:Retry:FirstDelay is 00:00:00; it must be longer than zero, for "
            + "example 00:00:01." },
        {
            options => options.Retry.MaxDelay = TimeSpan.FromMilliseconds(1),
            "Outbox:Retry:MaxDelay is 00:00:00.0010000; it must not be shorter than Outbox:Retry:FirstDelay (00:00:01)."
        },
        { options => options.Retry.Jitter = 1.5, "Outbox:Retry:Jitter is 1.5; it must be between 0 and 1." },
        { options => options.Retry.Jitter = double.NaN, "Outbox:Retry:Jitter is NaN; it must be between 0 and 1." },
    };

    public static TheoryData<Action<ProjectionOptions>, string> ProjectionOptions { get; } = new()
    {
        { options => options.MaxAttempts = 0, "Projections:MaxAttempts is 0; it must be 1 or more." },
        { options => options.PollInterval = TimeSpan.Zero, "Projections:PollInterval is 00:00:00; it must be longer than zero, for "
            + "example 00:00:30." },
        { options => options.PollInterval = TimeSpan.FromDays(60), "Projections:PollInterval is 60.00:00:00; it must not be longer than a "
            + "day." },
        { options => options.Retry.Jitter = -0.1, "Projections:Retry:Jitter is -0.1; it must be between 0 and 1." },
    };

    public static TheoryData<Action<InProcessTransportOptions>, string> TransportOptions { get; } = new()
    {
        { options => options.Lanes = 0, "InProcess:Lanes is 0; it must be between 1 and 64." },
        { options => options.Lanes = 65, "InProcess:Lanes is 65; it must be between 1 and 64." },
        { options => options.DeliveryAttempts = 0, "InProcess:DeliveryAttempts is 0; it must be 1 or more." },
        {
            options => options.Redelivery.FirstDelay = TimeSpan.Zero,
            "InProcess:Redelivery:FirstDelay is 00:00:00; it must be longer than zero, for example 00:00:01."
        },
    };

    [Theory]
    [MemberData(nameof(RelayOptions), DisableDiscoveryEnumeration = true)]
    public async Task A_relay_that_can_not_work_stops_the_start(Action<OutboxRelayOptions> spoil, string sentence) =>
        (await ErrorAtStartAsync(chain => chain.UseInProcessTransport().AddRelay(spoil))).ShouldBe(sentence);

    [Theory]
    [MemberData(nameof(ProjectionOptions), DisableDiscoveryEnumeration = true)]
    public async Task A_projection_that_can_not_work_stops_the_start(Action<ProjectionOptions> spoil, string sentence) =>
        (await ErrorAtStartAsync(chain => chain.UseInProcessTransport().AddProjection(BankSetup.Statements, projection =>
        {
            BankSetup.StatementsProjection(projection);
            projection.Configure(spoil);
        }))).ShouldBe(sentence);

    [Theory]
    [MemberData(nameof(TransportOptions), DisableDiscoveryEnumeration = true)]
    public async Task A_transport_that_can_not_work_stops_the_start(Action<InProcessTransportOptions> spoil, string sentence) =>
        (await ErrorAtStartAsync(chain => chain.UseInProcessTransport(spoil))).ShouldBe(sentence);

    [Fact]
    public async Task A_lease_that_a_publication_could_outlive_stops_the_start()
    {
        var transport = Substitute.For<IEventTransport>();
        transport.DeliveryTimeout.Returns(TimeSpan.FromSeconds(24.5));

        (await ErrorAtStartAsync(chain =>
        {
            chain.Services.AddSingleton(transport);
            chain.AddRelay();
        })).ShouldBe(
            "Outbox:Lease is 00:00:30; it must be 00:00:30.6250000 or longer, a quarter more than the delivery timeout of the transport, "
            + "which is "
            + "00:00:24.5000000. Lengthen the lease, or shorten the timeout.");
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once() =>
        (await ErrorAtStartAsync(chain => chain.UseInProcessTransport(options => (options.Lanes, options.DeliveryAttempts) = (0, 0))))
            .ShouldBe(
            "InProcess:Lanes is 0; it must be between 1 and 64.; InProcess:DeliveryAttempts is 0; it must be 1 or more.");

    private async Task<string> ErrorAtStartAsync(Action<CleanCqrsBuilder> compose) =>
        (await Should.ThrowAsync<OptionsValidationException>(() => Bank.StartAsync(setup => setup.Compose = compose))).Message;
}
