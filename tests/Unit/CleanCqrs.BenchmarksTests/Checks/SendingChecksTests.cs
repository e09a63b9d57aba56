using CleanCqrs.Benchmarks.Replay.Checks;
using CleanCqrs.Benchmarks.Replay.Lines;
using CleanCqrs.Benchmarks.Replay.Planning;
using CleanCqrs.Benchmarks.Replay.Sending;
using static CleanCqrs.BenchmarksTests.RetailText;

namespace CleanCqrs.BenchmarksTests.Checks;

public class SendingChecksTests
{
    private readonly Figures _figures = new();

    [Fact]
    public void Commands_answered_by_the_rules_pass()
    {
        Answer(commands: 3, placed: 1, cancelled: 1, refused: 1);
        Failed().ShouldBeEmpty();
    }

    [Fact]
    public void A_command_without_an_answer_is_found()
    {
        Answer(commands: 2, placed: 1, cancelled: 1, refused: 1);
        Failed().ShouldBe(["Commands answered"]);
    }

    [Fact]
    public void An_order_too_many_is_found()
    {
        Answer(commands: 3, placed: 2, cancelled: 1, refused: 1);
        Failed().ShouldBe(["Orders accepted"]);
    }

    [Fact]
    public void A_cancellation_that_was_not_carried_out_is_found()
    {
        Answer(commands: 3, placed: 1, cancelled: 0, refused: 1);
        Failed().ShouldBe(["Orders cancelled"]);
    }

    [Fact]
    public void A_refusal_too_few_is_found()
    {
        Answer(commands: 3, placed: 1, cancelled: 1, refused: 0);
        Failed().ShouldBe(["Commands refused"]);
    }

    [Fact]
    public void An_answer_against_the_rules_is_found()
    {
        Answer(commands: 3, placed: 1, cancelled: 1, refused: 1);
        _figures.Surprise("Line 2 was to be accepted.");
        Failed().ShouldBe(["Answers against the rules"]);
    }

    private void Answer(int commands, int placed, int cancelled, int refused)
    {
        Times(commands, () => _figures.CountAnswer(TimeSpan.Zero));
        Times(placed, _figures.CountPlaced);
        Times(cancelled, _figures.CountCancelled);
        Times(refused, () => _figures.Refused.Count("422", 3));

        static void Times(int count, Action action)
        {
            for (var time = 0; time < count; time++)
            {
                action();
            }
        }
    }

    private IEnumerable<string> Failed()
    {
        var plan = ReplayPlan.From(RetailFile.Interpret(File(Line(), Line(price: "0"), Cancellation())));
        return SendingChecks.Of(plan, _figures).Where(check => !check.Ok).Select(check => check.Name);
    }
}
