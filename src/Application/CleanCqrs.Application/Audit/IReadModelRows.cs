namespace CleanCqrs.Application.Audit;

/// <summary>The entities of the read model.</summary>
public interface IReadModelRows : IModelRows;
