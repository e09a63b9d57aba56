namespace CleanCqrs.Domain;

/// <summary>A rule of the business, written as a sentence: <c>QuantityMustBePositiveRule</c>.</summary>
public interface IBusinessRule
{
    /// <summary>A stable name for programs, in kebab case (<c>quantity-must-be-positive</c>).</summary>
    string Code { get; }

    /// <summary>The sentence that a person reads when the rule is broken: what is wrong and what would be right.</summary>
    string Message { get; }

    /// <summary>Whether a broken rule says "not with these values" or "not in this state"; by default the former.</summary>
    RuleKind Kind => RuleKind.Value;

    /// <summary>Whether the rule is broken.</summary>
    /// <returns><see langword="true"/> when the rule is broken.</returns>
    bool IsBroken();
}
