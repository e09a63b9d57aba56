using CleanCqrs.Application;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>How projections work; the section <c>Projections</c> of the configuration.</summary>
public sealed class ProjectionOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Projections";

    /// <summary>
    /// How often applying an event is tried before it becomes a dead letter, 1 or more. Default: 8, which takes about two minutes.
    /// </summary>
    public int MaxAttempts { get; set; } = 8;

    /// <summary>
    /// When a failed event is tried again. Default: after 1 second, doubling up to 1 minute. It is stored: a restart does not begin anew.
    /// </summary>
    public RetrySchedule Retry { get; set; } = new();

    /// <summary>
    /// How long the projectors may take for an attempt, be it at a batch or at one event, their look ahead included, up to a day. Then it
    /// is cancelled, and when it does not end it is abandoned: its transaction is rolled back, and nothing it does reaches the read
    /// database any more. A batch that is late is tried again in parts; an event that is late alone has failed. Default: 20 seconds,
    /// less than writers wait for each other on SQLite.
    /// </summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How many abandoned attempts at one event may still be running before no further one is begun, 1 or more: each holds memory, and
    /// maybe a thread. What is not begun counts as failed. Default: 3.
    /// </summary>
    public int MaxAbandonedAttempts { get; set; } = 3;

    /// <summary>
    /// At how many events behind what is applied a stream gets an error in the log, and again at every multiple, 1 or more. None is lost:
    /// they stay parked in the read database. Default: 10,000.
    /// </summary>
    public int ParkedWarning { get; set; } = 10_000;

    /// <summary>
    /// How long a projection waits at most before it looks for due events by itself: a redrive in another process can't wake it. Default: 5
    /// seconds. A look that finds nothing is four short queries.
    /// </summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long an event is parked before its predecessors are fetched from history, where the host knows one: an outbox, with
    /// <c>UseOutbox</c>. Until then they are expected by the ordinary way. Default: 1 second, which costs two indexed queries per second.
    /// </summary>
    public TimeSpan HealAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a projection that has caught up leaves events to the transport before it looks for them in history. It is also the pause
    /// between two looks. Default: 5 seconds; choose it longer than events usually take.
    /// </summary>
    public TimeSpan CatchUpDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a generation that is being built, for a rebuild or for a comparison of rows, pauses after each 1,000 events of history that
    /// it has looked at, up to 1 minute: what it leaves to everybody else. Default: no time.
    /// </summary>
    public TimeSpan RebuildPause { get; set; }

    /// <summary>
    /// Whether this process should answer queries only when the projection has been through all of history once: then it is among those
    /// that <see cref="CleanCqrs.Application.History.IProjectionProgress.ListUnreadyAsync"/> lists until it has. Default:
    /// <see langword="false"/>.
    /// </summary>
    public bool WaitForCatchUp { get; set; }
}
