using CleanCqrs.Application.Persistence;
using Ordering.Domain.Orders;

namespace Ordering.IntegrationTests.Web.StandIns;

public sealed class InMemoryUnitOfWork(InMemoryOrders orders, InMemoryReadModel readModel) : IUnitOfWork, IOrderRepository, IIdempotencyStore
{
    private readonly List<Order> _tracked = [];
    private IdempotencyRecord? _answer;

    public void Add(Order order) => _tracked.Add(order);

    public Task<Order?> FindAsync(OrderId id, CancellationToken cancellationToken)
    {
        var order = orders.Committed.GetValueOrDefault(id.Value);
        if (order is not null)
        {
            _tracked.Add(order);
        }

        return Task.FromResult(order);
    }

    public Task<IdempotencyRecord?> FindAsync(string scope, string key, CancellationToken cancellationToken) =>
        Task.FromResult(orders.Answers.GetValueOrDefault((scope, key)));

    public void Add(IdempotencyRecord record) => _answer = record;

    public void Reset()
    {
        _tracked.Clear();
        _answer = null;
    }

    public Task SaveChangesAsync(CancellationToken cancellationToken)
    {
        lock (orders.Writer)
        {
            if (_answer is { } answer && !orders.Answers.TryAdd((answer.Scope, answer.Key), answer))
            {
                throw new ConcurrencyConflictException("The idempotency key has just been used.");
            }

            foreach (var order in _tracked.Where(order => order.RaisedEvents.Count > 0))
            {
                orders.Committed[order.Id.Value] = order;
                order.ForgetRaisedEvents();
                readModel.Project(order);
            }
        }

        Reset();
        return Task.CompletedTask;
    }
}
