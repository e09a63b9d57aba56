using CleanCqrs.Application.Commands;

namespace CleanCqrs.UnitTests.Application.Behaviors;

public sealed record Rename(string Name) : ICommand<Renamed?>, IIdempotentCommand
{
    public string? IdempotencyKey { get; init; }

    string IIdempotentCommand.IdempotencyScope => "member-1";
}

public sealed record Renamed(string Name, long Version);
