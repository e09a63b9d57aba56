using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Ordering.Application.Products;
using Ordering.Infrastructure.Products;

namespace Ordering.IntegrationTests.Products;

/// <summary>Somebody who needs products from a product service. Failed attempts are not repeated unless a test wants it.</summary>
internal sealed class Shop : IAsyncDisposable, ILoggerProvider
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<string> _warnings = new();

    /// <param name="address">Where the product service is.</param>
    /// <param name="network">Stands for the network and the service, when a test wants it.</param>
    /// <param name="settings">Settings of the section Products.</param>
    public Shop(Uri address, HttpMessageHandler? network, params (string Setting, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Products:BaseAddress", address.AbsoluteUri), new("Products:RetryCount", "0")])
            .AddInMemoryCollection(settings.Select(pair => new KeyValuePair<string, string?>($"Products:{pair.Setting}", pair.Value)));
        var services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(this))
            .AddSingleton<TimeProvider>(Time)
            .AddProductCatalog(configuration.Build());
        if (network is not null)
        {
            services.ConfigureAll<HttpClientFactoryOptions>(options =>
                options.HttpMessageHandlerBuilderActions.Add(builder => builder.PrimaryHandler = network));
        }

        Services = services.BuildServiceProvider(validateScopes: true);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public ServiceProvider Services { get; }

    public IReadOnlyList<string> Warnings => [.. _warnings];

    public Task<ProductLookup> FindAsync(params string[] productIds) =>
        FindOrGiveUpAsync(productIds, TestContext.Current.CancellationToken);

    public async Task<ProductLookup> FindOrGiveUpAsync(string[] productIds, CancellationToken cancellationToken)
    {
        await using var scope = Services.CreateAsyncScope();
        var catalog = scope.ServiceProvider.GetRequiredService<IProductCatalog>();
        return await catalog.FindAsync(productIds, cancellationToken).WaitAsync(_deadline, CancellationToken.None);
    }

    public ILogger CreateLogger(string categoryName) => new WarningLog(_warnings);

    public ValueTask DisposeAsync() => Services.DisposeAsync();

    void IDisposable.Dispose()
    {
    }

    private sealed class WarningLog(ConcurrentQueue<string> warnings) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            warnings.Enqueue(formatter(state, exception));
    }
}
