namespace CleanCqrs.Domain;

/// <summary>A rule of the business is broken; nothing has changed.</summary>
public sealed class DomainException : Exception
{
    /// <summary>Creates the exception for a broken rule.</summary>
    /// <param name="rule">The broken rule.</param>
    public DomainException(IBusinessRule rule)
        : base(rule?.Message)
    {
        ArgumentNullException.ThrowIfNull(rule);
        Code = rule.Code;
        Kind = rule.Kind;
    }

    /// <summary>The stable name of the broken rule (<see cref="IBusinessRule.Code"/>).</summary>
    public string Code { get; }

    /// <summary>Whether the values or the state stood against it.</summary>
    public RuleKind Kind { get; }
}
