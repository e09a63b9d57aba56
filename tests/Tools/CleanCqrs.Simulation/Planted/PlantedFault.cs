namespace CleanCqrs.Simulation.Planted;

/// <summary>A defect that is planted on purpose, so that it is seen to be found.</summary>
internal enum PlantedFault
{
    None,

    /// <summary>Messages count as published before the transport has acknowledged them.</summary>
    MarkBeforeAcknowledgement,

    /// <summary>The outbox takes outcomes from whoever has lost the lease meanwhile.</summary>
    IgnoreTheFence,

    /// <summary>A relay believes in its lease for ever, and publishes under one that is lost.</summary>
    BelieveInAnOldLease,

    /// <summary>What came too early is dropped instead of parked.</summary>
    DropWhatIsParked,

    /// <summary>The clock of each instance says when something is due, and every time is obeyed.</summary>
    TrustTheClock,

    /// <summary>Events are acknowledged to the transport before the read model is saved.</summary>
    AcknowledgeBeforeCommit,

    /// <summary>The read model and the progress are saved without a look at what others have changed.</summary>
    OverwriteWhatOthersChanged,

    /// <summary>The checkpoints of history are moved before what they pass is applied.</summary>
    MoveCheckpointsFirst,

    /// <summary>The checkpoints of history pass events that are not published yet.</summary>
    PassWhatIsPending,

    /// <summary>The checkpoints of history stand apart from the read model, and stay where they are when it is put back.</summary>
    KeepCheckpointsApart,

    /// <summary>Beside a version, the id of its event is not looked at: another event passes as a duplicate.</summary>
    ForgetTheLastId,
}
