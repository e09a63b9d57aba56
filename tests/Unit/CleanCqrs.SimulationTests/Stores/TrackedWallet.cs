using CleanCqrs.Testing.Persistence;

namespace CleanCqrs.SimulationTests.Stores;

/// <summary>A wallet in a unit of work; the version is missing where it is new.</summary>
internal sealed record TrackedWallet(Wallet Wallet, long? LoadedVersion, bool IsRemoved = false);
