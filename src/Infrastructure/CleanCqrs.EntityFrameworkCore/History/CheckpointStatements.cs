using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.History;

/// <summary>
/// The statements about checkpoints and who reads, each complete in itself, by the clock of the database. <c>{0}</c> is the projection,
/// <c>{1}</c> the instance, <c>{2}</c> the duration of a lease in milliseconds.
/// </summary>
internal sealed class CheckpointStatements
{
    private const int ParametersOfMove = 6;

    private readonly Func<int, string> _advance;

    public CheckpointStatements(DbContext context)
    {
        var (progress, follower) = (TableOf<ProjectionProgressRow>(context), TableOf<ProjectionFollowerRow>(context));
        var projection = progress[nameof(ProjectionProgressRow.Projection)];
        var part = progress[nameof(ProjectionProgressRow.Part)];
        var position = progress[nameof(ProjectionProgressRow.Position)];
        var eventPosition = progress[nameof(ProjectionProgressRow.EventPosition)];
        var eventId = progress[nameof(ProjectionProgressRow.EventId)];
        var caughtUp = progress[nameof(ProjectionProgressRow.IsCaughtUp)];
        var owner = progress[nameof(ProjectionProgressRow.Owner)];
        var expires = progress[nameof(ProjectionProgressRow.ExpiresAt)];
        var updated = progress[nameof(ProjectionProgressRow.UpdatedAt)];
        var followed = follower[nameof(ProjectionFollowerRow.Projection)];
        var followedBy = follower[nameof(ProjectionFollowerRow.Owner)];
        var followedUntil = follower[nameof(ProjectionFollowerRow.ExpiresAt)];
        var dialect = Dialect.Of(context.Database.ProviderName);
        var (now, expiry) = (dialect.Now, dialect.NowPlus("{2}"));
        Heartbeat = $"UPDATE {follower.Name} SET {followedUntil} = {expiry} WHERE {followed} = {{0}} AND {followedBy} = {{1}}";
        Join = $"INSERT INTO {follower.Name} ({followed}, {followedBy}, {followedUntil}) VALUES ({{0}}, {{1}}, {expiry})";
        Leave = $"DELETE FROM {follower.Name} WHERE {followed} = {{0}} AND {followedBy} = {{1}}";
        ForgetExpired = $"DELETE FROM {follower.Name} WHERE {followed} = {{0}} AND {followedUntil} <= {now}";
        var none = dialect.NullId;
        Read = $$"""
            SELECT {{part}} AS "Part", {{position}} AS "Position", {{eventPosition}} AS "EventPosition", {{eventId}} AS "EventId",
                CASE WHEN {{caughtUp}} = {{dialect.True}} THEN 1 ELSE 0 END AS "CaughtUp", {{owner}} AS "Owner",
                CASE WHEN {{expires}} <= {{now}} THEN 1 ELSE 0 END AS "Expired"
            FROM {{progress.Name}} WHERE {{projection}} = {0}
            UNION ALL SELECT NULL, 0, 0, {{none}}, 0, {{followedBy}}, CASE WHEN {{followedUntil}} <= {{now}} THEN 1 ELSE 0 END
            FROM {{follower.Name}} WHERE {{followed}} = {0}
            """;
        Renew = $"UPDATE {progress.Name} SET {expires} = {expiry} WHERE {projection} = {{0}} AND {owner} = {{1}}";
        Take = $"UPDATE {progress.Name} SET {owner} = {{1}}, {expires} = {expiry} WHERE {projection} = {{0}} AND {part} = {{3}} "
            + $"AND ({owner} IS NULL OR {owner} = {{4}} OR {expires} <= {now})";
        GiveUp = $"UPDATE {progress.Name} SET {owner} = NULL WHERE {projection} = {{0}} AND {part} = {{2}} AND {owner} = {{1}}";
        Release = $"UPDATE {progress.Name} SET {owner} = NULL WHERE {projection} = {{0}} AND {owner} = {{1}}";
        _advance = move =>
        {
            var first = 3 + (move * ParametersOfMove);
            return $"UPDATE {progress.Name} SET {position} = {{{first}}}, {eventPosition} = {{{first + 1}}}, {eventId} = {{{first + 2}}}, "
                + $"{caughtUp} = {{{first + 3}}}, {updated} = {now}, {expires} = {expiry} "
                + $"WHERE {projection} = {{0}} AND {part} = {{{first + 4}}} AND {owner} = {{1}} AND {position} = {{{first + 5}}}";
        };
    }

    public string Heartbeat { get; }

    public string Join { get; }

    public string Leave { get; }

    public string ForgetExpired { get; }

    public string Read { get; }

    public string Renew { get; }

    /// <summary><c>{3}</c> is the part, <c>{4}</c> an owner that is known to be dead.</summary>
    public string Take { get; }

    /// <summary><c>{2}</c> is the part.</summary>
    public string GiveUp { get; }

    public string Release { get; }

    /// <summary>
    /// From <c>{3}</c> on, for each part: position, position and id of the last event, whether it is caught up, the part, and the position
    /// that was read.
    /// </summary>
    public string Advance(int moves) => string.Join(";\n", Enumerable.Range(0, moves).Select(_advance));

    private static StoredTable TableOf<TRow>(DbContext context) => new(context.Model.FindEntityType(typeof(TRow))!, context);
}
