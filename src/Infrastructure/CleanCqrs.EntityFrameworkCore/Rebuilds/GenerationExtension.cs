using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>
/// Has a context of the application's own type map the rows that a projection owns to the tables of another generation. Whatever the
/// application has replaced in Entity Framework stays: this only adds a convention, at the end of all others.
/// </summary>
internal sealed class GenerationExtension(GenerationPlaces places) : IDbContextOptionsExtension
{
    public GenerationPlaces Places => places;

    public DbContextOptionsExtensionInfo Info => new Description(this);

    public void ApplyServices(IServiceCollection services) => services.AddScoped<IConventionSetPlugin, GenerationConventions>();

    public void Validate(IDbContextOptions options)
    {
    }

    /// <summary>What the services of Entity Framework depend on: each generation has its own, and so a model of its own.</summary>
    private sealed class Description(GenerationExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => string.Empty;

        private string Key => string.Join(';', extension.Places.All.Select(table => table.ToString()).Order(StringComparer.Ordinal));

        public override int GetServiceProviderHashCode() => Key.GetHashCode(StringComparison.Ordinal);

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) =>
            other is Description same && same.Key == Key;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["CleanCqrs:Generation"] = Key;
    }
}
