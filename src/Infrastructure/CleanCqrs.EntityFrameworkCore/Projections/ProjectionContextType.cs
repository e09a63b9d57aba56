namespace CleanCqrs.EntityFrameworkCore.Projections;

/// <summary>Which context is the read context.</summary>
internal sealed record ProjectionContextType(Type Type);
