namespace CleanCqrs.Benchmarks.Replay.Api;

/// <summary>One try at a request: an answer, or what went wrong instead.</summary>
public sealed record Attempt(Answer? Answer, string Failure)
{
    public static Attempt Failed(string failure) => new(null, failure);

    public static Attempt Answered(Answer answer) => new(answer, $"{(int)answer.Status} {answer.Status}");
}
