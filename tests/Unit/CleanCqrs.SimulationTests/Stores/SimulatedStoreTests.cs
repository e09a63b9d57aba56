using CleanCqrs.Testing.Persistence;

namespace CleanCqrs.SimulationTests.Stores;

/// <summary>The simulated stores keep the contract of the real ones, so that they simulate what they should.</summary>
public sealed class SimulatedStoreTests : StoreContract
{
    protected override Task<IStoreHarness> StartAsync() => Task.FromResult<IStoreHarness>(new SimulatedStoreHarness());
}
