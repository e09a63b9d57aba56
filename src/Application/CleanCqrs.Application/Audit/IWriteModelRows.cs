namespace CleanCqrs.Application.Audit;

/// <summary>The entities of the write model.</summary>
public interface IWriteModelRows : IModelRows;
