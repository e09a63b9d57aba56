namespace Ordering.Infrastructure.Products;

/// <summary>Says within this process that summaries may wait for their product details. Any number of calls count as one.</summary>
internal sealed class PendingProductDetailsSignal
{
    private volatile TaskCompletionSource _raised = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Raised => _raised.Task;

    public void Raise() => _raised.TrySetResult();

    /// <summary>Begins anew. To be called before looking, so that what is raised during the look is not lost.</summary>
    public void Lower()
    {
        if (_raised.Task.IsCompleted)
        {
            _raised = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
