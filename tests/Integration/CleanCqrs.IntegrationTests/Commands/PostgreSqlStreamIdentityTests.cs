using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Commands;

public sealed class PostgreSqlStreamIdentityTests() : StreamIdentityContract(onPostgreSql: true)
{
    [Fact]
    public async Task A_key_of_a_sequence_is_there_when_the_aggregate_is_added()
    {
        await SendAsync(async scope =>
        {
            var guest = (await scope.GetRequiredService<DeskContext>().AddAsync(Guest.Of("Ann"), Token)).Entity;
            guest.Welcome();
            return "welcome";
        });

        (await ReadOutboxAsync()).ShouldBe("guest-1/1");
    }

    [Fact]
    public async Task An_event_that_was_raised_before_the_key_of_a_sequence_was_there_is_refused()
    {
        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => SendAsync(scope =>
        {
            var guest = Guest.Of("Ann");
            guest.Welcome();
            scope.GetRequiredService<DeskContext>().Add(guest);
            return Task.FromResult("welcome");
        }));

        refusal.Message.ShouldBe(
            "Guest guest-1 has raised GuestWelcomed before it was given this key, so the event may carry another one. "
            + "Add the aggregate to the context before it raises events, or make the key in the domain.");
        (await ReadOutboxAsync()).ShouldBeEmpty();
    }
}
