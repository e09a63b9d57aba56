using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace CleanCqrs.EntityFrameworkCore.Leases;

/// <summary>
/// The statements about leases. Each is complete in itself: the database checks its condition and makes its change in one go, so no
/// transaction has to hold several together, and no two instances can block each other. <c>{0}</c> is the instance, <c>{1}</c> the duration
/// in milliseconds.
/// </summary>
internal sealed class LeaseStatements
{
    public LeaseStatements(DbContext context)
    {
        var (leases, relays) = (TableOf<OutboxLeaseRow>(context), TableOf<OutboxRelayRow>(context));
        var dialect = Dialect.Of(context.Database.ProviderName);
        var (now, expiry) = (dialect.Now, dialect.NowPlus("{1}"));
        Heartbeat = $"UPDATE {relays} SET expires_at = {expiry} WHERE owner = {{0}}";
        Register = $"INSERT INTO {relays} (owner, expires_at) VALUES ({{0}}, {expiry})";
        Renew = $"UPDATE {leases} SET expires_at = {expiry} WHERE owner = {{0}}";
        Read = $"""
            SELECT bucket_range AS "Range", owner AS "Owner", epoch AS "Epoch", CASE WHEN expires_at <= {now} THEN 1 ELSE 0 END AS "Expired"
            FROM {leases}
            UNION ALL SELECT {LeaseState.NoRange}, owner, 0, CASE WHEN expires_at <= {now} THEN 1 ELSE 0 END
            FROM {relays}
            """;
        Take = $$"""
            UPDATE {{leases}} SET owner = {0}, epoch = epoch + 1, expires_at = {{expiry}}
            WHERE bucket_range = {2} AND epoch = {3} AND (owner IS NULL OR owner = {4} OR expires_at <= {{now}})
            """;
        Release = $"UPDATE {leases} SET owner = NULL WHERE bucket_range = {{1}} AND owner = {{0}}";
        ReleaseAll = $"UPDATE {leases} SET owner = NULL WHERE owner = {{0}}";
        Leave = $"DELETE FROM {relays} WHERE owner = {{0}}";
        ForgetExpired = $"DELETE FROM {relays} WHERE expires_at <= {now}";
    }

    public string Heartbeat { get; }

    public string Register { get; }

    public string Renew { get; }

    public string Read { get; }

    /// <summary>
    /// <c>{2}</c> is the range, <c>{3}</c> the epoch in which it was seen free, <c>{4}</c> the owner that is known to be dead.
    /// </summary>
    public string Take { get; }

    /// <summary><c>{1}</c> is the range.</summary>
    public string Release { get; }

    public string ReleaseAll { get; }

    public string Leave { get; }

    public string ForgetExpired { get; }

    private static string TableOf<TRow>(DbContext context)
    {
        var type = context.Model.FindEntityType(typeof(TRow))!;
        return context.GetService<ISqlGenerationHelper>().DelimitIdentifier(type.GetTableName()!, type.GetSchema());
    }
}
