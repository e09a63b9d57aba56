using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CleanCqrs.IntegrationTests.Hosting;

/// <summary>Makes the database fail in passing, as often as a test plans it.</summary>
public sealed class TransientFaults : DbCommandInterceptor, IDbTransactionInterceptor
{
    private readonly Dictionary<FaultPoint, int> _planned = [];

    public void Plan(FaultPoint point, int times = 1) => _planned[point] = times;

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        ThrowAt(FaultPoint.Statement);
        return ValueTask.FromResult(result);
    }

    public ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        ThrowAt(FaultPoint.BeforeCommit);
        return ValueTask.FromResult(result);
    }

    public Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ThrowAt(FaultPoint.AfterCommit);
        return Task.CompletedTask;
    }

    private void ThrowAt(FaultPoint point)
    {
        if (_planned.GetValueOrDefault(point) > 0)
        {
            _planned[point]--;
            throw new TransientFaultException();
        }
    }
}
