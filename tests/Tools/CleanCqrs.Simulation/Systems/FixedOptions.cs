using Microsoft.Extensions.Options;

namespace CleanCqrs.Simulation.Systems;

internal sealed class FixedOptions<T>(T value) : IOptions<T>, IOptionsMonitor<T>
    where T : class
{
    public T Value => value;

    public T CurrentValue => value;

    public T Get(string? name) => value;

    public IDisposable? OnChange(Action<T, string?> listener) => null;
}
