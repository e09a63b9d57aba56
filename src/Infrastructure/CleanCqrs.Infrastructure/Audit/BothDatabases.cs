using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.Infrastructure.Audit;

/// <summary>What an audit can't do without.</summary>
internal static class BothDatabases
{
    /// <exception cref="InvalidOperationException">The host lacks one of the databases.</exception>
    public static TPort Require<TPort>(IServiceProvider services)
        where TPort : class =>
        services.GetService<TPort>() ?? throw new InvalidOperationException(
            "An audit compares two databases, and this host knows one of them only. Give it both: "
            + "UseEntityFrameworkCore<TWriteContext, TReadContext>().");
}
