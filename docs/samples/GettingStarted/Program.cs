using CleanCqrs.Application.Commands;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Queries;
using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Infrastructure;
using MediatR;
using Microsoft.EntityFrameworkCore;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSales("Data Source=sales.db");
var app = builder.Build();
app.MapPost("/items/{sku}/sold/{count}", (string sku, int count, ISender sender) => sender.Send(new SellCommand(sku, count)));
app.MapGet("/items/{sku}", (string sku, ISender sender) => sender.Send(new FindSalesQuery(sku)));
using var scope = app.Services.CreateScope();
scope.ServiceProvider.GetRequiredService<SalesContext>().Database.EnsureCreated();
app.Run();

public static class SalesServices
{
    public static void AddSales(this IServiceCollection services, string database) => services
        .AddDbContext<SalesContext>(options => options.UseSqlite(database))
        .AddCleanCqrs(typeof(Item).Assembly).UseEntityFrameworkCore<SalesContext, SalesContext>()
        .UseInProcessTransport().AddRelay().AddProjection("sales", sales => sales.AddProjector<SalesProjector>());
}

public record Sold(string Sku, int Count) : IDomainEvent;

public class Item(string id) : AggregateRoot<string>(id)
{
    public void Sell(int count) => Raise(new Sold(Id, count));
}

public record SellCommand(string Sku, int Count) : ICommand<long>;

public class SellCommandHandler(SalesContext db) : ICommandHandler<SellCommand, long>
{
    public async Task<long> Handle(SellCommand command, CancellationToken cancellationToken)
    {
        var item = await db.Items.FindAsync([command.Sku], cancellationToken) ?? db.Add(new Item(command.Sku)).Entity;
        item.Sell(command.Count);
        return item.Version;
    }
}

[IntegrationEvent("sales.items.sold.v1", "sales.items")]
public record SoldEvent(string Sku, int Count) : IIntegrationEvent;

public class SalesProjector(SalesContext db) : INotificationHandler<SoldEvent>
{
    public async Task Handle(SoldEvent sold, CancellationToken cancellationToken)
    {
        var row = await db.Sales.FindAsync([sold.Sku], cancellationToken) ?? db.Add(new SalesRow { Id = sold.Sku }).Entity;
        row.Count += sold.Count;
    }
}

public class SalesRow
{
    public required string Id { get; init; }
    public int Count { get; set; }
}

public record FindSalesQuery(string Sku) : IQuery<SalesRow?>;

public class FindSalesQueryHandler(SalesContext db) : IQueryHandler<FindSalesQuery, SalesRow?>
{
    public Task<SalesRow?> Handle(FindSalesQuery query, CancellationToken cancellationToken) =>
        db.Sales.AsNoTracking().SingleOrDefaultAsync(row => row.Id == query.Sku, cancellationToken);
}

public class SalesContext(DbContextOptions<SalesContext> options) : DbContext(options)
{
    public DbSet<Item> Items => Set<Item>();
    public DbSet<SalesRow> Sales => Set<SalesRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddOutbox().AddProjectionState();
}
