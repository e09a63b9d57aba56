namespace CleanCqrs.Application.Persistence;

/// <summary>The answer that a command gave, kept for the case that the client asks again.</summary>
/// <param name="Scope">Whose key it is.</param>
/// <param name="Key">The client's name for the intention.</param>
/// <param name="Fingerprint">A hash of the command, so that a key used for something else is noticed.</param>
/// <param name="Response">The answer as JSON.</param>
public sealed record IdempotencyRecord(string Scope, string Key, string Fingerprint, string Response);
