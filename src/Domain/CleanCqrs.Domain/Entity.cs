namespace CleanCqrs.Domain;

/// <summary>An object with an identity: two entities are the same when their type and their <see cref="Id"/> are.</summary>
/// <typeparam name="TId">The type of the identity, usually a small value type of the domain such as <c>OrderId</c>.</typeparam>
public abstract class Entity<TId>
    where TId : notnull
{
    /// <summary>Creates an entity with its identity.</summary>
    /// <param name="id">The identity; it never changes.</param>
    protected Entity(TId id) => Id = id;

    /// <summary>The identity.</summary>
    public TId Id { get; private init; }

    /// <summary>Compares by type and identity.</summary>
    /// <param name="obj">The other object.</param>
    /// <returns><see langword="true"/> for an entity of the same type with the same identity.</returns>
    public override bool Equals(object? obj) => obj is Entity<TId> other && other.GetType() == GetType() && other.Id.Equals(Id);

    /// <summary>A hash of type and identity.</summary>
    /// <returns>The hash code.</returns>
    public override int GetHashCode() => HashCode.Combine(GetType(), Id);

    /// <summary>Throws when a rule of the business is broken.</summary>
    /// <param name="rule">The rule to check.</param>
    /// <exception cref="DomainException">The rule is broken.</exception>
    protected static void Check(IBusinessRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (rule.IsBroken())
        {
            throw new DomainException(rule);
        }
    }
}
