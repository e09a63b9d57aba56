using CleanCqrs.Application.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Commands;

public abstract class StreamIdentityContract(bool onPostgreSql) : DeskTest(onPostgreSql)
{
    private int _runs;

    [Fact]
    public async Task An_event_that_is_raised_before_the_database_counts_the_key_is_refused()
    {
        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => SendAsync(scope =>
        {
            var ticket = Ticket.Draw();
            ticket.Call();
            scope.GetRequiredService<DeskContext>().Add(ticket);
            return Task.FromResult("drawn");
        }));

        refusal.Message.ShouldBe(
            "Ticket has raised TicketCalled before it has a key: the database counts it when the row is inserted, and the event needs it "
            + "before. Make the key in the domain (a Guid), or take it from a sequence (UseHiLo) and raise the event after Add, or save "
            + "the row first and raise the event after that, both in one transaction.");
        (await ReadOutboxAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_kinds_may_have_ids_of_one_type_and_never_the_same_id()
    {
        await SaveAsync(context => context.AddAsync(Shelf.Put("a"), Token).AsTask());
        await SaveAsync(context => context.AddAsync(Drawer.Put("b"), Token).AsTask());

        var refusal = await Should.ThrowAsync<InvalidOperationException>(
            () => SaveAsync(context => context.AddAsync(Drawer.Put("a"), Token).AsTask()));

        refusal.Message.ShouldBe(
            "There is a Shelf with the id 'a', so the events of this Drawer would belong to its stream. Override StreamId in one of them: "
            + "public override string StreamId => $\"drawer-{base.StreamId}\";");
        (await ReadOutboxAsync()).ShouldBe("a/1 b/1");
    }

    [Fact]
    public async Task A_row_with_a_counted_key_may_raise_its_first_event_later()
    {
        await SaveAsync(context => context.AddAsync(Ticket.Draw(), Token).AsTask());
        await SaveAsync(context => context.AddAsync(Ticket.Draw(), Token).AsTask());

        await SaveAsync(async context => (await context.Tickets.SingleAsync(ticket => ticket.Id == 2, Token)).Call());

        (await ReadOutboxAsync()).ShouldBe("ticket-2/1");
    }

    [Fact]
    public async Task A_command_may_save_the_row_and_raise_the_event_in_one_transaction()
    {
        await SendAsync(async scope =>
        {
            var context = scope.GetRequiredService<DeskContext>();
            await using var transaction = await context.Database.BeginTransactionAsync(Token);
            var ticket = context.Add(Ticket.Draw()).Entity;
            await context.SaveChangesAsync(Token);
            ticket.Call();
            await context.SaveChangesAsync(Token);
            await transaction.CommitAsync(Token);
            return "called";
        });

        (await ReadOutboxAsync()).ShouldBe("ticket-1/1");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_id_that_is_used_again_goes_on_with_its_stream(bool historyIsGone)
    {
        WhenFilled.Run = (_, _) =>
        {
            _runs++;
            return Task.CompletedTask;
        };
        for (var round = 0; round < 3; round++)
        {
            await PutAsync("A");
            await DeleteAsync("A");
            if (historyIsGone)
            {
                await ExecuteAsync("DELETE FROM outbox_messages WHERE stream_version < 5");
            }
        }

        (await ReadOutboxAsync()).ShouldBe(historyIsGone ? "A/5 A/6" : "A/1 A/2 A/3 A/4 A/5 A/6");
        _runs.ShouldBe(6, "domain event handlers run once per event");
        await PutAsync("A");
        await FillMeanwhileAsync("A", 7);
        (await ReadOutboxAsync()).ShouldEndWith("A/6 A/7 A/8");
    }

    [Fact]
    public async Task An_id_may_be_used_again_in_the_save_that_deletes_it()
    {
        await PutAsync("A");

        await SaveAsync(async context =>
        {
            var shelf = await context.Shelves.SingleAsync(Token);
            shelf.Fill(0);
            context.Remove(shelf);
            context.Add(Shelf.Put("A", 7));
        });

        (await ReadShelvesAsync()).ShouldBe("A7");
        (await ReadOutboxAsync()).ShouldBe("A/1 A/2 A/3");
    }

    [Fact]
    public async Task A_deletion_that_is_rolled_back_ends_no_stream()
    {
        await PutAsync("A");
        await InScopeAsync(async scope =>
        {
            var context = scope.GetRequiredService<DeskContext>();
            await using var transaction = await context.Database.BeginTransactionAsync(Token);
            var shelf = await context.Shelves.SingleAsync(Token);
            shelf.Fill(0);
            context.Remove(shelf);
            await context.SaveChangesAsync(acceptAllChangesOnSuccess: false, Token);
            await transaction.RollbackAsync(Token);
            await context.SaveChangesAsync(Token);
            context.ChangeTracker.Entries().ShouldBeEmpty();
            return true;
        });

        await PutAsync("A");

        (await ReadOutboxAsync()).ShouldBe("A/1 A/2 A/3");
    }

    [Fact]
    public async Task A_new_aggregate_with_an_id_that_is_taken_is_told_so()
    {
        await PutAsync("A");

        var conflict = await Should.ThrowAsync<ConcurrencyConflictException>(() => SendAsync(scope =>
        {
            _runs++;
            scope.GetRequiredService<DeskContext>().Add(Shelf.Put("A"));
            return Task.FromResult("put");
        }));

        conflict.Message.ShouldBe(
            "The id of Shelf A is taken: by the same aggregate, perhaps since a moment ago, or by one of another kind, which then needs a "
            + "StreamId of its own.");
        _runs.ShouldBe(3, "a handler that looks first finds it the second time");
    }

    [Fact]
    public async Task Two_kinds_of_aggregate_with_one_stream_are_told_so()
    {
        await PutAsync("guest-7");

        var conflict = await Should.ThrowAsync<ConcurrencyConflictException>(() => SendAsync(scope =>
        {
            var guest = scope.GetRequiredService<DeskContext>().Add(Guest.Of("Ann", 7)).Entity;
            guest.Welcome();
            return Task.FromResult("welcome");
        }));

        conflict.Message.ShouldBe(
            "The id of Guest guest-7 is taken: by the same aggregate, perhaps since a moment ago, or by one of another kind, which then "
            + "needs a StreamId of its own.");
    }

    [Fact]
    public async Task A_unique_index_of_the_application_is_not_taken_for_a_conflict()
    {
        Func<IServiceProvider, Task<string>> welcome = scope =>
        {
            _runs++;
            var guest = scope.GetRequiredService<DeskContext>().Add(Guest.Of("Ann", _runs)).Entity;
            guest.Welcome();
            return Task.FromResult("welcome");
        };
        await SendAsync(welcome);

        await Should.ThrowAsync<DbUpdateException>(() => SendAsync(welcome, "key"));

        _runs.ShouldBe(2);
    }

    [Fact]
    public async Task A_stream_id_that_can_not_be_kept_is_refused()
    {
        foreach (var id in new[] { string.Empty, new string('x', 201), "nul\0", "half \ud83d", "space " })
        {
            (await Should.ThrowAsync<InvalidOperationException>(() => PutAsync(id))).Message.ShouldBe(
                $"Shelf has the stream id '{id}', which can't be kept: it must have 1 to 200 characters, neither NUL nor half a "
                + "surrogate pair among them, and no space at its end. Override StreamId, or change the id.");
        }
    }

    private Task DeleteAsync(string id) => SaveAsync(async context =>
    {
        var shelf = await context.Shelves.SingleAsync(row => row.Id == id, Token);
        shelf.Fill(0);
        context.Remove(shelf);
    });
}
