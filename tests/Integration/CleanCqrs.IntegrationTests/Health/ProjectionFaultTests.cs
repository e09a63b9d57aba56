using CleanCqrs.Application.Health;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Health;

public sealed class ProjectionFaultTests : HealthTest
{
    [Fact]
    public async Task An_event_that_can_not_be_applied_is_told_until_it_is_redriven()
    {
        var host = await StartWatchedAsync(bank => bank.Services += services =>
        {
            services.Configure<OperationsOptions>(options => options.Projections.Add(BankSetup.Statements));
            services.PostConfigureAll<ProjectionOptions>(options => options.MaxAttempts = 2);
        });
        host.Probe.FailAt("a", 1);
        await host.OpenAsync("a");

        await SaysAsync(host, Projection, "It could not apply 1 event, which waits for a person");

        host.Probe.Heal();
        (await host.Services.GetRequiredService<IDeadLetters>().RedriveAsync(BankSetup.Statements, "a", "me", Token)).IsDone.ShouldBeTrue();
        await IsHealthyAsync(host);
    }

    [Fact]
    public async Task An_event_that_fails_again_and_again_is_told_when_it_takes_too_long()
    {
        var host = await StartWatchedAsync(bank => bank.Services += services =>
            services.PostConfigureAll<ProjectionOptions>(options => options.MaxAttempts = int.MaxValue));
        host.Probe.FailAt("a", 1);
        await host.OpenAsync("a");

        await SaysAsync(host, Projection, "It has held an event back for ");

        host.Probe.Heal();
        await IsHealthyAsync(host);
    }

    [Fact]
    public async Task A_rebuild_whose_projector_fails_is_told_until_it_is_cancelled()
    {
        var host = await StartWatchedAsync(bank =>
        {
            bank.Services += services => services.PostConfigureAll<ProjectionOptions>(options => options.MaxAttempts = 1);
            bank.Compose = chain => chain
                .UseInProcessTransport(BankSetup.TransportWithoutPatience)
                .AddRelay()
                .AddProjection(BankSetup.Statements, projection => projection.AddProjector<StatementProjector>().Owns<Statement>())
                .AddHealth(InTestTime);
        });
        await FillAsync(host, 2);
        host.Probe.FailAt("a1", 1);
        var rebuilds = host.Services.GetRequiredService<IRebuilds>();
        await rebuilds.StartAsync([BankSetup.Statements], options: null, Token);

        await SaysAsync(host, Projection, "statements#2, which is being built, could not apply 1 event. Mend the projector");

        await rebuilds.CancelAsync(BankSetup.Statements, Token);
        await IsHealthyAsync(host);
    }

    [Fact]
    public async Task A_hole_is_told_until_it_is_accepted()
    {
        var host = await StartWatchedAsync();
        await FillAsync(host, 2);
        await host.StopAsync();
        Bank.Execute("DELETE FROM outbox_messages WHERE stream_id = 'a1' AND stream_version BETWEEN 2 AND 3");
        EmptyReadModel();
        var second = await StartWatchedHereAsync();

        await SaysAsync(second, Projection, "It has 1 hole: ");

        (await second.Services.GetRequiredService<IProjectionHoles>().AcceptAsync(BankSetup.Statements, "a1", "me", "Tests.", Token))
            .ShouldBeTrue();
        await IsHealthyAsync(second);
    }

    [Fact]
    public async Task A_collision_is_told_until_it_is_accepted()
    {
        var host = await StartWatchedAsync();
        var account = Account.Open("a");
        account.DepositAll(1);
        var events = host.EnvelopesOf(account);
        await host.DeliverAsync(events);

        await host.DeliverAsync(events[1] with { EventId = Guid.CreateVersion7() });

        await SaysAsync(host, Projection, "It holds 1 stream in which two events claim the same version");
        (await host.ProjectionOperations.AcceptCollisionAsync(BankSetup.Statements, "a", Token)).ShouldBeTrue();
        await IsHealthyAsync(host);
    }

    [Fact]
    public async Task A_projector_that_hangs_is_told()
    {
        var host = await StartWatchedAsync(bank => bank.Services += services => services.PostConfigureAll<ProjectionOptions>(
            options => options.AttemptTimeout = TimeSpan.FromSeconds(1)));
        var release = new TaskCompletionSource();
        host.Probe.BeforeApplying = _ => release.Task;
        await host.OpenAsync("a");

        await SaysAsync(host, Projection, "ran out of time, did not end when cancelled, and still run: a projector hangs.");

        host.Probe.Heal();
        release.SetResult();
        await IsHealthyAsync(host);
    }

    [Fact]
    public async Task A_projection_that_catches_up_says_so_and_queries_may_wait_for_it()
    {
        var host = await StartWatchedAsync();
        await FillAsync(host, 20);
        await host.StopAsync();
        EmptyReadModel();
        var release = new TaskCompletionSource();
        var second = await StartWatchedHereAsync(bank =>
        {
            bank.Services += services => services.PostConfigureAll<ProjectionOptions>(options => options.WaitForCatchUp = true);
            bank.Services += services => services.AddSingleton(new ProjectionProbe { BeforeApplying = _ => release.Task });
        });

        await SaysAsync(second, Projection, PartStatus.Unhealthy, "It catches up with history: about ");

        release.SetResult();
        await IsHealthyAsync(second);
    }

    [Fact]
    public async Task A_message_that_can_not_be_read_is_told_until_it_is_discarded()
    {
        var host = await StartWatchedAsync();
        var position = new LogPosition("bank.accounts.opened", 0, 1);
        await host.Services.GetRequiredKeyedService<ProjectionRunner>(BankSetup.Statements)
            .HandleUnreadableAsync([new UnreadableMessage(position, null, null, [], "no id")], Token);

        await SaysAsync(host, Projection, "It keeps 1 message that it could not read.");

        (await host.Services.GetRequiredService<IDeadLetters>().DiscardAsync(
            DeadLetterId.Unreadable(BankSetup.Statements, position), "me", "It is nobody's.", Token)).IsDone.ShouldBeTrue();
        await IsHealthyAsync(host);
    }

    [Fact]
    public async Task A_projection_that_no_process_follows_is_told_by_the_others()
    {
        var host = await StartWatchedAsync();
        var stranger = await StartWatchedHereAsync(bank =>
        {
            bank.Services += services => services.Configure<OperationsOptions>(options => options.Projections.Add(BankSetup.Statements));
            bank.Compose = chain => chain.UseInProcessTransport(BankSetup.TransportWithoutPatience).AddRelay().AddHealth(InTestTime);
        });
        await IsHealthyAsync(stranger);

        await host.StopAsync();

        await SaysAsync(stranger, Projection, "8 of 8 parts of history have been followed by no process for ");
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_told()
    {
        var clock = new WrongClock(TimeSpan.Zero);
        var host = await StartWatchedAsync(bank => bank.Time = clock);

        clock.Ahead = TimeSpan.FromDays(1);

        await SaysAsync(host, "clock", "The clock of this process is ");
        clock.Ahead = TimeSpan.Zero;
        await IsHealthyAsync(host);
    }

    private Task<BankHost> StartWatchedHereAsync(Action<BankSetup>? setup = null) => StartAsync(bank =>
    {
        bank.Services += services => services.PostConfigureAll<ProjectionOptions>(options => options.WaitForCatchUp = false);
        bank.Compose = chain => chain
            .UseInProcessTransport(BankSetup.TransportWithoutPatience)
            .AddRelay()
            .AddProjection(BankSetup.Statements, BankSetup.StatementsProjection)
            .AddHealth(InTestTime);
        setup?.Invoke(bank);
    });
}
