using CleanCqrs.Application.Health;
using CleanCqrs.Application.Operations;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>Decides what helps a stage that is stuck, from what it holds.</summary>
internal static class Remedies
{
    public static IReadOnlyList<Remedy> OfOutbox(OutboxSample? sample)
    {
        var remedies = new List<Remedy>();
        if (sample is { DeadLetters: > 0 })
        {
            AddDeadLetters(remedies, DeadLetter.OutboxSource, sample.DeadLetters, "refused");
        }

        if (sample is { RangesOfNobody.Count: > 0 })
        {
            remedies.Add(new Remedy("See who holds the leases", "/instances"));
        }

        return remedies.Count > 0 ? remedies : [new Remedy("See the instances", "/instances")];
    }

    public static IReadOnlyList<Remedy> OfTransport() => [new Remedy("See what the broker said", "/instances")];

    public static IReadOnlyList<Remedy> OfDatabase() => [new Remedy("See all parts", "/instances")];

    public static IReadOnlyList<Remedy> OfProjection(ProjectionFigures figures)
    {
        var remedies = new List<Remedy>();
        var page = Address.Of("/projections/one", ("name", figures.Name));
        if (figures.Sample is { } sample)
        {
            var held = sample.Held;
            if (held.DeadLetters > 0)
            {
                AddDeadLetters(remedies, figures.Name, held.DeadLetters, "failed");
            }

            if (held.Unreadable > 0)
            {
                remedies.Add(new Remedy(
                    "See the unreadable messages", Address.Of("/dead-letters", ("kind", "unreadable"), ("source", figures.Name))));
            }

            AddWhere(remedies, held.Holes > 0, "See the holes", $"{page}#holes");
            AddWhere(remedies, held.Collisions > 0, "Decide the collisions", $"{page}#collisions");
            AddWhere(remedies, held.Ahead > 0, "Decide the streams that are ahead", $"{page}#ahead");
            AddWhere(remedies, sample.PartsOfNobody > 0, "See who follows history", "/instances");
        }

        AddWhere(remedies, remedies.Count == 0, "See the projection", page);
        return remedies;
    }

    private static void AddDeadLetters(List<Remedy> remedies, string source, long count, string kind)
    {
        remedies.Add(new Remedy(
            $"See {Say.Count(count)} dead {(count == 1 ? "letter" : "letters")}",
            Address.Of("/dead-letters", ("kind", kind), ("source", source))));
        remedies.Add(new Remedy(
            "Redrive all of them",
            "/dead-letters/redrives",
            new Dictionary<string, string> { ["kind"] = kind, ["source"] = source }));
    }

    private static void AddWhere(List<Remedy> remedies, bool isSo, string label, string address)
    {
        if (isSo)
        {
            remedies.Add(new Remedy(label, address));
        }
    }
}
