using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CleanCqrs.IntegrationTests.PostgreSql;

/// <summary>Stops whoever is about to commit: everything is written by then, and locked.</summary>
internal sealed class StopBeforeCommit : DbTransactionInterceptor
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _mayGoOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsArmed { get; set; }

    public Task Reached => _reached.Task;

    public void GoOn() => _mayGoOn.SetResult();

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        if (IsArmed)
        {
            _reached.TrySetResult();
            await _mayGoOn.Task;
        }

        return result;
    }
}
