namespace CleanCqrs.Simulation.Broker;

/// <summary>What a broker does wrong, until it is over.</summary>
internal sealed class BrokerFaults
{
    public bool IsOver { get; set; }

    /// <summary>Whether it takes nothing at all for now.</summary>
    public bool IsAway { get; set; }

    public double FailedEvents { get; init; }

    public double Doubled { get; init; }

    public double AnyOrder { get; init; }

    public double Late { get; init; }

    /// <summary>
    /// Whether the events of a stream are delivered one after the other, as within a partition. Two histories of one stream can't be told
    /// apart in any other order.
    /// </summary>
    public bool KeepsStreamsTogether { get; init; }

    /// <summary>Never delivered to a group, though it was acknowledged: only history can heal that.</summary>
    public double Never { get; init; }
}
