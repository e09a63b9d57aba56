namespace CleanCqrs.IntegrationTests.Hosting;

/// <summary>A row of the leases, as it stands in the file.</summary>
public sealed record StoredLease(int Range, string? Owner, long Epoch);
