using System.Diagnostics;

namespace CleanCqrs.Infrastructure.Diagnostics;

/// <summary>Reads the trace contexts that travel with events. Anybody may write a message, so one that can't be read is none.</summary>
internal static class TraceContext
{
    public static ActivityContext Parse(string? traceParent) =>
        ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var context) ? context : default;

    public static IEnumerable<ActivityLink> LinksTo(IEnumerable<string?> traceParents) =>
        traceParents.Distinct().Select(Parse).Where(context => context != default).Select(context => new ActivityLink(context));
}
