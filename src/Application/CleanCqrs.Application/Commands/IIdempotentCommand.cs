namespace CleanCqrs.Application.Commands;

/// <summary>A command that a client may send again when it does not know whether the first attempt arrived.</summary>
public interface IIdempotentCommand
{
    /// <summary>Whose keys these are, usually the member's id: two callers may use the same key.</summary>
    string IdempotencyScope { get; }

    /// <summary>The client's name for this one intention, or <see langword="null"/> when it gave none and every attempt counts.</summary>
    string? IdempotencyKey { get; }
}
