using Microsoft.EntityFrameworkCore.Design;
using Ordering.Infrastructure.Persistence;

namespace Migrations;

/// <summary>Lets <c>dotnet ef</c> build the read context without a host.</summary>
internal sealed class DesignTimeReadContext : IDesignTimeDbContextFactory<OrderingReadDbContext>
{
    public OrderingReadDbContext CreateDbContext(string[] args) => new(DesignTimeOptions.Of<OrderingReadDbContext>(args));
}
