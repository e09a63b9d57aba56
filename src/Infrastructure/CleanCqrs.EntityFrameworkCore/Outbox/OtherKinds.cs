using CleanCqrs.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>
/// Refuses a new aggregate when one of another kind has the same id, and both name their streams by their ids: the two would be one stream.
/// Texts and the like may well be different by design, so this is said only when it happens.
/// </summary>
internal static class OtherKinds
{
    public static async Task RefuseAsync(
        DbContext context, EntityEntry<IAggregateRoot> entry, CancellationToken cancellationToken)
    {
        foreach (var other in StreamIdentityCheck.OthersLike(entry.Metadata.GetRootType()))
        {
            var id = entry.Property(nameof(Entity<int>.Id)).CurrentValue;
            if (await context.FindAsync(other.ClrType, [id], cancellationToken) is not null)
            {
                var name = entry.Entity.GetType().Name;
                throw new InvalidOperationException(
                    $"There is a {other.ClrType.Name} with the id '{id}', so the events of this {name} would belong to its stream. "
                    + "Override StreamId in one of them: public override string StreamId => "
                    + $"$\"{name.ToLowerInvariant()}-{{base.StreamId}}\";");
            }
        }
    }
}
