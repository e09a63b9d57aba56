using CleanCqrs.Application.Audit;

namespace CleanCqrs.Infrastructure.Audit;

/// <summary>How rows of a projection are compared with the aggregates that they show.</summary>
internal interface IRowComparison
{
    /// <summary>The name of the projection.</summary>
    string Projection { get; }

    /// <exception cref="InvalidOperationException">One of the models has no such entities, or they have another key.</exception>
    void Check(IWriteModelRows write, IReadModelRows read);

    Task<RowAudit> RunAsync(IWriteModelRows write, IReadModelRows read, RowAuditPace pace, CancellationToken cancellationToken);
}
