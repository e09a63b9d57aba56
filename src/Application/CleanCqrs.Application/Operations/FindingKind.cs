namespace CleanCqrs.Application.Operations;

/// <summary>What a finding asks of its reader.</summary>
public enum FindingKind
{
    /// <summary>Nothing: that part of the way is done.</summary>
    Done,

    /// <summary>Patience: it goes on by itself.</summary>
    Waits,

    /// <summary>To act: it does not go on by itself.</summary>
    NeedsPerson,
}
