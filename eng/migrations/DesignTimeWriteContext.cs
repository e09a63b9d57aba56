using Microsoft.EntityFrameworkCore.Design;
using Ordering.Infrastructure.Persistence;

namespace Migrations;

/// <summary>Lets <c>dotnet ef</c> build the write context without a host.</summary>
internal sealed class DesignTimeWriteContext : IDesignTimeDbContextFactory<OrderingDbContext>
{
    public OrderingDbContext CreateDbContext(string[] args) => new(DesignTimeOptions.Of<OrderingDbContext>(args));
}
