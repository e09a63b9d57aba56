namespace CleanCqrs.Domain;

/// <summary>What a broken rule is about.</summary>
public enum RuleKind
{
    /// <summary>The values can never be right, whatever the state of the aggregate. Over HTTP: 422.</summary>
    Value,

    /// <summary>The values may be right, but not in the present state of the aggregate. Over HTTP: 409.</summary>
    State,
}
