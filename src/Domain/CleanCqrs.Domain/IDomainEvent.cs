namespace CleanCqrs.Domain;

/// <summary>
/// Something that happened to an aggregate, named in the past tense (<c>OrderCreated</c>). It stays in the process that raised it:
/// other services see the integration event that it is mapped to.
/// </summary>
public interface IDomainEvent;
