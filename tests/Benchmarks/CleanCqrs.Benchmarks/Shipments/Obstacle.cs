namespace CleanCqrs.Benchmarks.Shipments;

/// <summary>The event that can't be applied for the time being.</summary>
public sealed class Obstacle
{
    /// <summary>The long stream.</summary>
    public const string Stream = "long";

    private long _version;

    /// <summary>Its version in the long stream; 0 when there is none.</summary>
    public long Version
    {
        get => Volatile.Read(ref _version);
        set => Volatile.Write(ref _version, value);
    }
}
