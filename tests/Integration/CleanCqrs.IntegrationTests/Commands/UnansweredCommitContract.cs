using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Commands;

/// <summary>The connection is lost while the database commits: the save has happened, and nobody is told.</summary>
public abstract class UnansweredCommitContract(bool onPostgreSql) : DeskTest(onPostgreSql)
{
    private int _runs;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_command_that_was_committed_without_an_answer_has_succeeded_and_does_not_run_again(bool isRetrying)
    {
        IsRetrying = isRetrying;
        await PutAsync("a");
        Faults.Plan(FaultPoint.AfterCommit);

        var answer = await SendAsync(async scope =>
        {
            _runs++;
            scope.GetRequiredService<DeskContext>().Add(Shelf.Put($"new{_runs}"));
            return await FillAsync(scope, "a", 5);
        });

        answer.ShouldBe("a");
        _runs.ShouldBe(1);
        (await ReadShelvesAsync()).ShouldBe("a5 new10");
        (await ReadOutboxAsync()).ShouldBe("a/1 new1/1 a/2");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_next_command_of_the_same_scope_starts_from_what_was_committed(bool isRetrying)
    {
        IsRetrying = isRetrying;
        await PutAsync("a");
        Faults.Plan(FaultPoint.AfterCommit);

        await InScopeAsync(async scope =>
        {
            await SendAsync(scope, inner => FillAsync(inner, "a", 1));
            return await SendAsync(scope, inner => FillAsync(inner, "a", 2));
        });

        (await ReadShelvesAsync()).ShouldBe("a2");
        (await ReadOutboxAsync()).ShouldBe("a/1 a/2 a/3");
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 4)]
    public async Task A_command_whose_commit_did_not_happen_has_failed(bool isRetrying, int faults)
    {
        IsRetrying = isRetrying;
        await PutAsync("a");
        Faults.Plan(FaultPoint.BeforeCommit, faults);

        await Should.ThrowAsync<Exception>(() => SendAsync(scope => FillAsync(scope, "a", 5)));

        (await ReadShelvesAsync()).ShouldBe("a0");
        (await ReadOutboxAsync()).ShouldBe("a/1");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_conflict_is_still_one_and_runs_the_command_again(bool isRetrying)
    {
        IsRetrying = isRetrying;
        await PutAsync("a");

        await SendAsync(async scope =>
        {
            var shelf = await scope.GetRequiredService<DeskContext>().Shelves.SingleAsync(row => row.Id == "a", Token);
            if (++_runs == 1)
            {
                await FillMeanwhileAsync("a", 1);
            }

            shelf.Fill(shelf.Items + 5);
            return "filled";
        });

        _runs.ShouldBe(2);
        (await ReadShelvesAsync()).ShouldBe("a6");
        (await ReadOutboxAsync()).ShouldBe("a/1 a/2 a/3");
    }
}
