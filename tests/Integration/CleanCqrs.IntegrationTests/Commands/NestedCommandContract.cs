using CleanCqrs.Application.Commands;
using CleanCqrs.Application.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Commands;

public abstract class NestedCommandContract(bool onPostgreSql) : DeskTest(onPostgreSql)
{
    private int _runs;

    [Fact]
    public async Task A_command_and_what_it_sends_are_saved_together()
    {
        await PutAsync("A", "B");

        var answer = await SendAsync(async scope =>
        {
            await FillAsync(scope, "A", 7);
            await SendAsync(scope, inner => FillAsync(inner, "B", 8));
            (await ReadShelvesAsync()).ShouldBe("A0 B0", "nothing is saved before the outermost handler has returned");
            return "done";
        });

        answer.ShouldBe("done");
        (await ReadShelvesAsync()).ShouldBe("A7 B8");
        (await ReadOutboxAsync()).ShouldBe("A/1 B/1 A/2 B/2");
    }

    [Fact]
    public async Task A_command_that_is_made_of_others_is_done_as_a_whole_or_not_at_all()
    {
        await PutAsync("A", "B");
        Task MoveAsync(string to) => InScopeAsync(async scope =>
        {
            await scope.GetRequiredService<ISender>().Send(new MoveItemsCommand("A", to, 3), Token);
            return true;
        });

        await MoveAsync("B");
        await Should.ThrowAsync<InvalidOperationException>(() => MoveAsync("nowhere"));

        (await ReadShelvesAsync()).ShouldBe("A-3 B3");
    }

    [Fact]
    public async Task A_conflict_in_what_an_inner_command_changed_runs_the_outermost_again()
    {
        await PutAsync("A", "B");

        await SendAsync(async scope =>
        {
            _runs++;
            await FillAsync(scope, "A", 7);
            return await SendAsync(scope, async inner =>
            {
                var shelf = await inner.GetRequiredService<DeskContext>().Shelves.SingleAsync(row => row.Id == "B", Token);
                if (_runs == 1)
                {
                    await FillMeanwhileAsync("B", 1);
                }

                shelf.Fill(8);
                return "inner";
            });
        });

        _runs.ShouldBe(2);
        (await ReadShelvesAsync()).ShouldBe("A7 B8");
        (await ReadOutboxAsync()).ShouldBe("A/1 B/1 B/2 A/2 B/3");
    }

    [Fact]
    public async Task A_conflict_that_an_inner_command_reports_runs_the_outermost_again_even_if_its_handler_hides_it()
    {
        await PutAsync("A");

        await SendAsync(async scope =>
        {
            _runs++;
            await FillAsync(scope, "A", _runs);
            try
            {
                await SendAsync(scope, _ => _runs < 3 ? throw new ConcurrencyConflictException("too slow") : Task.FromResult("inner"));
            }
            catch (ConcurrencyConflictException)
            {
                // hidden
            }

            return "done";
        });

        (await ReadShelvesAsync()).ShouldBe("A3");
        (await ReadOutboxAsync()).ShouldBe("A/1 A/2");
    }

    [Fact]
    public async Task When_the_outer_command_fails_after_the_inner_one_nothing_is_saved()
    {
        await PutAsync("A", "B");

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => SendAsync(async scope =>
        {
            await FillAsync(scope, "A", 7);
            await SendAsync(scope, inner => FillAsync(inner, "B", 8), "inner key");
            throw new InvalidOperationException("broken");
        }));

        failure.Message.ShouldBe("broken");
        (await ReadShelvesAsync()).ShouldBe("A0 B0");
        (await ReadOutboxAsync()).ShouldBe("A/1 B/1");
        (await SendAsync(_ => Task.FromResult("again"), "inner key")).ShouldBe("again", "the key of the inner command is free");
    }

    [Fact]
    public async Task An_inner_failure_can_not_be_hidden()
    {
        await PutAsync("A", "B");

        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => SendAsync(async scope =>
        {
            await FillAsync(scope, "A", 7);
            try
            {
                await SendAsync(scope, async inner =>
                {
                    await FillAsync(inner, "B", 8);
                    throw new NotSupportedException("Not with us.");
                });
            }
            catch (NotSupportedException)
            {
                // hidden
            }

            return "done";
        }));

        refusal.Message.ShouldBe(
            "Errand went on after Errand had failed: Not with us. What Errand has changed until then can't be taken back alone, so nothing "
            + "is saved. Let the exception pass, or let Errand answer that it refuses instead of throwing.");
        refusal.InnerException.ShouldBeOfType<NotSupportedException>();
        (await ReadShelvesAsync()).ShouldBe("A0 B0");
    }

    [Fact]
    public async Task A_command_that_has_failed_leaves_nothing_to_the_next_one_of_its_scope()
    {
        await PutAsync("A", "B");

        await InScopeAsync(async scope =>
        {
            await Should.ThrowAsync<NotSupportedException>(() => SendAsync(scope, async inner =>
            {
                await FillAsync(inner, "A", 7);
                throw new NotSupportedException("Not with us.");
            }));
            return await SendAsync(scope, inner => FillAsync(inner, "B", 8));
        });

        (await ReadShelvesAsync()).ShouldBe("A0 B8");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_command_that_a_domain_event_handler_sends_joins_the_save(bool withinCommand)
    {
        await PutAsync("A", "B");
        WhenFilled.Run = async (filled, scope) =>
        {
            if (filled.ShelfId == "A")
            {
                await SendAsync(scope, inner => FillAsync(inner, "B", filled.Items + 1));
                (await ReadShelvesAsync()).ShouldBe("A0 B0");
            }
        };

        await FillAAsync(withinCommand);

        (await ReadShelvesAsync()).ShouldBe("A7 B8");
        (await ReadOutboxAsync()).ShouldBe("A/1 B/1 A/2 B/2");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_domain_event_handler_can_not_hide_that_its_command_has_failed(bool withinCommand)
    {
        await PutAsync("A", "B");
        WhenFilled.Run = async (filled, scope) =>
        {
            try
            {
                await SendAsync(scope, async inner =>
                {
                    await FillAsync(inner, "B", 8);
                    throw new NotSupportedException("Not with us.");
                });
            }
            catch (NotSupportedException)
            {
                // hidden
            }
        };

        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => FillAAsync(withinCommand));

        refusal.Message.ShouldBe(
            "A handler of ShelfFilled went on after Errand had failed: Not with us. What Errand has changed until then can't be taken back "
            + "alone, so nothing is saved. Let the exception pass, or let Errand answer that it refuses instead of throwing.");
        (await ReadShelvesAsync()).ShouldBe("A0 B0");
    }

    [Fact]
    public async Task The_key_of_the_outer_command_covers_everything_inside()
    {
        await PutAsync("A");
        Func<IServiceProvider, Task<string>> work = async scope =>
        {
            await SendAsync(scope, inner => FillAsync(inner, "A", ++_runs), "inner key");
            return $"run {_runs}";
        };

        (await SendAsync(work, "outer key")).ShouldBe("run 1");
        (await SendAsync(work, "outer key")).ShouldBe("run 1");

        (await ReadOutboxAsync()).ShouldBe("A/1 A/2");
    }

    [Fact]
    public async Task The_same_key_twice_in_one_unit_is_one_intention()
    {
        await PutAsync("A");

        var answer = await SendAsync(async scope =>
        {
            var answers = new List<string>();
            for (var i = 0; i < 2; i++)
            {
                answers.Add(await SendAsync(
                    scope,
                    async inner =>
                    {
                        await FillAsync(inner, "A", ++_runs);
                        return $"run {_runs}";
                    },
                    "inner key"));
            }

            return string.Join(", ", answers);
        });

        answer.ShouldBe("run 1, run 1");
        (await ReadOutboxAsync()).ShouldBe("A/1 A/2");
    }

    [Fact]
    public async Task The_key_of_the_outer_command_can_not_be_given_to_another_inner_one()
    {
        await PutAsync("A");

        var refusal = await Should.ThrowAsync<IdempotencyKeyReusedException>(() => SendAsync(
            scope => SendAsync(scope, inner => FillAsync(inner, "A", 7), "key", what: "another errand"), "key"));

        refusal.Message.ShouldBe(
            "The idempotency key 'key' was already used for a different request. Use a new key for every new intention.");
        (await ReadShelvesAsync()).ShouldBe("A0");
    }

    [Fact]
    public async Task When_another_one_uses_the_key_of_an_inner_command_first_the_outermost_runs_again()
    {
        await PutAsync("A");

        var answer = await SendAsync(async scope =>
        {
            _runs++;
            return await SendAsync(
                scope,
                async inner =>
                {
                    await SendAsync(_ => Task.FromResult("the other's answer"), "inner key");
                    return await FillAsync(inner, "A", 7);
                },
                "inner key");
        });

        answer.ShouldBe("the other's answer");
        _runs.ShouldBe(2);
        (await ReadShelvesAsync()).ShouldBe("A0");
    }

    [Fact]
    public async Task A_command_without_an_answer_is_saved_and_repeated_and_remembered_like_any_other()
    {
        await PutAsync("A");
        var command = new QuietErrand(async scope =>
        {
            _runs++;
            var shelf = await scope.GetRequiredService<DeskContext>().Shelves.SingleAsync(Token);
            if (_runs == 1)
            {
                await FillMeanwhileAsync("A", 1);
            }

            shelf.Fill(7);
        })
        { IdempotencyKey = "key" };

        for (var i = 0; i < 2; i++)
        {
            await InScopeAsync(async scope =>
            {
                await scope.GetRequiredService<ISender>().Send(command, Token);
                return true;
            });
        }

        _runs.ShouldBe(2);
        (await ReadShelvesAsync()).ShouldBe("A7");
        (await ReadOutboxAsync()).ShouldBe("A/1 A/2 A/3");
    }

    [Fact]
    public async Task Two_commands_of_one_scope_do_not_run_at_the_same_time()
    {
        await PutAsync("A", "B");
        var goOn = new TaskCompletionSource();

        var refusal = await InScopeAsync(async scope =>
        {
            var first = SendAsync(scope, async inner =>
            {
                await FillAsync(inner, "A", 7);
                await goOn.Task;
                return "first";
            });
            var second = await Should.ThrowAsync<InvalidOperationException>(
                () => SendAsync(scope, inner => FillAsync(inner, "B", 8)));
            goOn.SetResult();
            (await first).ShouldBe("first");
            return second;
        });

        refusal.Message.ShouldBe(
            "Errand was begun while Errand is running in the same service scope. They would share one context and be saved together: "
            + "begin one when the other has ended, or give each a scope of its own (IServiceScopeFactory).");
        (await ReadShelvesAsync()).ShouldBe("A7 B0");
    }

    [Fact]
    public async Task A_command_that_nobody_waits_for_stops_the_unit()
    {
        await PutAsync("A");
        var goOn = new TaskCompletionSource();
        Task? forgotten = null;

        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => SendAsync(async scope =>
        {
            await FillAsync(scope, "A", 7);
            forgotten = SendAsync(scope, async _ =>
            {
                await goOn.Task;
                return "late";
            });
            return "done";
        }));
        goOn.SetResult();
        await forgotten!;

        refusal.Message.ShouldBe(
            "Errand has ended while Errand, which it has begun, is still running. Nothing is saved. Await every command that a handler "
            + "sends.");
        (await ReadShelvesAsync()).ShouldBe("A0");
    }

    [Fact]
    public async Task A_handler_that_saves_by_itself_is_refused_unless_it_opens_a_transaction()
    {
        await PutAsync("A");
        Func<IServiceProvider, Task<string>> save = async scope =>
        {
            await FillAsync(scope, "A", 7);
            await scope.GetRequiredService<DeskContext>().SaveChangesAsync(Token);
            return "saved";
        };

        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => SendAsync(save));
        refusal.Message.ShouldBe(
            "A handler calls SaveChanges of DeskContext while its command is running. What a command and all that it sends have changed is "
            + "saved once, when the outermost handler has returned: remove the call. Where a value of the database is needed before that, "
            + "open a transaction, and commit it in the same handler.");
        (await ReadShelvesAsync()).ShouldBe("A0");

        await SendAsync(async scope =>
        {
            await using var transaction = await scope.GetRequiredService<DeskContext>().Database.BeginTransactionAsync(Token);
            await save(scope);
            await transaction.CommitAsync(Token);
            return "done";
        });
        (await ReadShelvesAsync()).ShouldBe("A7");
    }

    private Task FillAAsync(bool withinCommand) => withinCommand
        ? SendAsync(scope => FillAsync(scope, "A", 7))
        : FillMeanwhileAsync("A", 7);
}
