namespace CleanCqrs.Application.Operations;

/// <summary>What an operator has done.</summary>
public enum OperatorActionKind
{
    /// <summary>Tried the dead letter of a stream again.</summary>
    Redrive,

    /// <summary>Tried many dead letters again; one action for each batch of them.</summary>
    RedriveMany,

    /// <summary>Given a dead letter up.</summary>
    Discard,
}
