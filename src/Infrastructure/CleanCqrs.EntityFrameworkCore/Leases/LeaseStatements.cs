using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Leases;

/// <summary>
/// The statements about leases. Each is complete in itself: the database checks its condition and makes its change in one go, so no
/// transaction has to hold several together. Each names a row by its key: SQL Server locks every row that it has to look at, and an
/// instance that is stopped inside a transaction would stop all others. <c>{0}</c> is the instance, <c>{1}</c> the duration in
/// milliseconds.
/// </summary>
internal sealed class LeaseStatements
{
    /// <summary>
    /// No lease lasts longer than a day: one that ends later was written while the clock of the database was wrong, and has ended.
    /// </summary>
    private const string LongestLease = "86400000";

    private readonly Func<int, string> _renew;
    private readonly Func<int, string> _keep;

    public LeaseStatements(DbContext context)
    {
        var (lease, relay) = (TableOf<OutboxLeaseRow>(context), TableOf<OutboxRelayRow>(context));
        var (leases, relays) = (lease.Name, relay.Name);
        var range = lease[nameof(OutboxLeaseRow.BucketRange)];
        var owner = lease[nameof(OutboxLeaseRow.Owner)];
        var epoch = lease[nameof(OutboxLeaseRow.Epoch)];
        var expires = lease[nameof(OutboxLeaseRow.ExpiresAt)];
        var relayOwner = relay[nameof(OutboxRelayRow.Owner)];
        var relayExpires = relay[nameof(OutboxRelayRow.ExpiresAt)];
        var dialect = Dialect.Of(context.Database.ProviderName);
        var (now, expiry) = (dialect.Now, dialect.NowPlus("{1}"));
        var isOver = (string time) => $"({time} <= {now} OR {time} > {dialect.NowPlus(LongestLease)})";
        Heartbeat = $"UPDATE {relays} SET {relayExpires} = {expiry} WHERE {relayOwner} = {{0}}";
        Register = $"INSERT INTO {relays} ({relayOwner}, {relayExpires}) VALUES ({{0}}, {expiry})";
        _renew = place => $"UPDATE {leases} SET {expires} = {expiry} WHERE {range} = {{{place + 2}}} AND {owner} = {{0}}";
        Read = $"""
            SELECT {range} AS "Range", {owner} AS "Owner", {epoch} AS "Epoch", CASE WHEN {isOver(expires)} THEN 1 ELSE 0 END AS "Expired"
            FROM {leases}
            UNION ALL SELECT {LeaseState.NoRange}, {relayOwner}, 0, CASE WHEN {isOver(relayExpires)} THEN 1 ELSE 0 END
            FROM {relays}
            """;
        Take = $$"""
            UPDATE {{leases}}{{dialect.SkipLocked}} SET {{owner}} = {0}, {{epoch}} = {{epoch}} + 1, {{expires}} = {{expiry}}
            WHERE {{range}} = {2} AND {{epoch}} = {3} AND ({{owner}} IS NULL OR {{owner}} = {4} OR {{isOver(expires)}})
            """;
        Release = $"UPDATE {leases} SET {owner} = NULL WHERE {range} = {{1}} AND {owner} = {{0}}";
        _keep = place => $"UPDATE {leases} SET {owner} = {{0}} WHERE {range} = {{{(2 * place) + 1}}} AND {owner} = {{0}} "
            + $"AND {epoch} = {{{(2 * place) + 2}}}";
        Leave = $"DELETE FROM {relays} WHERE {relayOwner} = {{0}}";
        ForgetExpired = $"DELETE FROM {relays} WHERE {isOver(relayExpires)}";
        Restore = $$"""
            INSERT INTO {{leases}} ({{range}}, {{owner}}, {{epoch}}, {{expires}}) SELECT {0}, NULL, {1}, {{now}}
            WHERE NOT EXISTS (SELECT 1 FROM {{leases}} WHERE {{range}} = {0})
            """;
    }

    public string Heartbeat { get; }

    public string Register { get; }

    public string Read { get; }

    /// <summary>
    /// <c>{2}</c> is the range, <c>{3}</c> the epoch in which it was seen free, <c>{4}</c> the owner that is known to be dead. Where
    /// somebody has the row locked, it is not free yet.
    /// </summary>
    public string Take { get; }

    /// <summary><c>{1}</c> is the range.</summary>
    public string Release { get; }

    public string Leave { get; }

    public string ForgetExpired { get; }

    /// <summary>
    /// Puts the row of a range back that somebody has deleted. <c>{0}</c> is the range, <c>{1}</c> an epoch above all that it has had.
    /// </summary>
    public string Restore { get; }

    /// <summary>From <c>{2}</c> on, the ranges.</summary>
    public string Renew(int ranges) => Each(ranges, _renew);

    /// <summary>
    /// Changes nothing, but locks the rows of ranges until the end of the transaction, so that a takeover waits for it. From <c>{1}</c> on,
    /// each range and its epoch.
    /// </summary>
    public string Keep(int ranges) => Each(ranges, _keep);

    private static string Each(int ranges, Func<int, string> statement) =>
        string.Join(";\n", Enumerable.Range(0, ranges).Select(statement));

    private static StoredTable TableOf<TRow>(DbContext context) => new(context.Model.FindEntityType(typeof(TRow))!, context);
}
