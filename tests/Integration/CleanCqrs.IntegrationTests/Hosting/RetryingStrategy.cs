using Microsoft.EntityFrameworkCore.Storage;

namespace CleanCqrs.IntegrationTests.Hosting;

/// <summary>Stands for <c>EnableRetryOnFailure</c>, which SQLite does not have.</summary>
public sealed class RetryingStrategy(ExecutionStrategyDependencies dependencies) : ExecutionStrategy(
    dependencies, maxRetryCount: 3, TimeSpan.Zero)
{
    protected override bool ShouldRetryOn(Exception exception) => exception is TransientFaultException;
}
