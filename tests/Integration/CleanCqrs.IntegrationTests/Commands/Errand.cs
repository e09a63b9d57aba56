using System.Text.Json.Serialization;
using CleanCqrs.Application.Commands;

namespace CleanCqrs.IntegrationTests.Commands;

/// <summary>A command that does what the test tells it to, with the services of its scope.</summary>
public sealed record Errand([property: JsonIgnore] Func<IServiceProvider, Task<string>> Work) : ICommand<string>, IIdempotentCommand
{
    public string What { get; init; } = "errand";

    [JsonIgnore]
    public string? IdempotencyKey { get; init; }

    string IIdempotentCommand.IdempotencyScope => "desk";
}

public sealed class ErrandHandler(IServiceProvider services) : ICommandHandler<Errand, string>
{
    public Task<string> Handle(Errand request, CancellationToken cancellationToken) => request.Work(services);
}

/// <summary>One without an answer.</summary>
public sealed record QuietErrand([property: JsonIgnore] Func<IServiceProvider, Task> Work) : ICommand, IIdempotentCommand
{
    [JsonIgnore]
    public string? IdempotencyKey { get; init; }

    string IIdempotentCommand.IdempotencyScope => "desk";
}

public sealed class QuietErrandHandler(IServiceProvider services) : ICommandHandler<QuietErrand>
{
    public Task Handle(QuietErrand request, CancellationToken cancellationToken) => request.Work(services);
}
