using CleanCqrs.Application.Operations;

namespace CleanCqrs.Infrastructure.Startup;

internal sealed class StartCheck(string name, Func<CancellationToken, Task> run) : IStartCheck
{
    public string Name => name;

    public Task RunAsync(CancellationToken cancellationToken) => run(cancellationToken);
}
