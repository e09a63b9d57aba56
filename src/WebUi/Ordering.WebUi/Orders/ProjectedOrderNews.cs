using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CleanCqrs.Application.Signals;
using MediatR;
using Ordering.Application.Orders;
using Ordering.Application.Orders.ListChangedOrders;
using Ordering.Application.Orders.Projections;

namespace Ordering.WebUi.Orders;

/// <summary>
/// The projection's own word, for a process that runs it alone: one query per commit for all pages that are open, and none while no page
/// is.
/// </summary>
public sealed partial class ProjectedOrderNews : IOrderNews, IAsyncDisposable
{
    /// <summary>How many commits this may be behind; beyond, all pages open again instead, and look for themselves.</summary>
    public const int Capacity = 1_024;

    private readonly OpenPages _pages = new();
    private readonly CancellationTokenSource _end = new();
    private readonly IServiceScopeFactory _scopes;
    private readonly ILogger<ProjectedOrderNews> _logger;
    private readonly Channel<ProjectionCommit> _projected = Channel.CreateBounded<ProjectionCommit>(Capacity);
    private readonly IDisposable _listening;
    private readonly Task _telling;
    private bool _isBehind;

    public ProjectedOrderNews(CommitSignal commits, IServiceScopeFactory scopes, ILogger<ProjectedOrderNews> logger)
    {
        ArgumentNullException.ThrowIfNull(commits);
        (_scopes, _logger) = (scopes, logger);
        _listening = commits.Listen(OnCommitted);
        _telling = TellAsync();
    }

    public async IAsyncEnumerable<OrderSummary> FollowAsync(string memberId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = _pages.Open(memberId);
        try
        {
            await foreach (var summary in page.Reader.ReadAllAsync(cancellationToken))
            {
                yield return summary;
            }
        }
        finally
        {
            _pages.Close(memberId, page);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listening.Dispose();
        await _end.CancelAsync();
        await _telling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private void OnCommitted(Commit commit)
    {
        if (commit is ProjectionCommit { Projection: OrderSummaryProjector.ProjectionName } projected && _pages.Any)
        {
            Note(projected);
        }
    }

    private void Note(ProjectionCommit projected)
    {
        if (_projected.Writer.TryWrite(projected))
        {
            return;
        }

        // A commit wakes the reader even where it has taken all of them meanwhile.
        Volatile.Write(ref _isBehind, true);
        _projected.Writer.TryWrite(projected);
    }

    private async Task TellAsync()
    {
        await foreach (var commit in _projected.Reader.ReadAllAsync(_end.Token))
        {
            if (Interlocked.Exchange(ref _isBehind, false))
            {
                SkipAll();
            }
            else
            {
                await TellAsync(OrdersIn(commit));
            }
        }
    }

    private void SkipAll()
    {
        while (_projected.Reader.TryRead(out _))
        {
        }

        LogBehind(Capacity);
        _pages.EndAll();
    }

    private async Task TellAsync(IReadOnlyCollection<Guid> orderIds)
    {
        try
        {
            await using var scope = _scopes.CreateAsyncScope();
            var sender = scope.ServiceProvider.GetRequiredService<ISender>();
            foreach (var summary in await sender.Send(new ListChangedOrdersQuery(orderIds), _end.Token))
            {
                _pages.Tell(summary);
            }
        }
        catch (Exception exception) when (!_end.IsCancellationRequested)
        {
            LogLost(exception.Message);
            _pages.EndAll();
        }
    }

    private static List<Guid> OrdersIn(ProjectionCommit commit) =>
        [.. commit.Positions.Select(position => Guid.TryParse(position.StreamId, out var id) ? id : Guid.Empty).Where(id => id != default)];

    [LoggerMessage(9402, LogLevel.Warning,
        "More than {Capacity} commits waited to be told to the open pages, which open again and look for themselves")]
    private partial void LogBehind(int capacity);

    [LoggerMessage(9401, LogLevel.Warning, "The open pages could not be told what has changed, and open again: {Reason}")]
    private partial void LogLost(string reason);
}
