using CleanCqrs.Application.Commands;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Domain;
using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CleanCqrs.WebUi.Problems;

/// <summary>Which problems the host knows, and which exceptions become which. The library's own are there from the start.</summary>
public sealed class ProblemOptions
{
    private readonly Dictionary<string, ProblemType> _types = ProblemTypes.All.ToDictionary(type => type.Code, StringComparer.Ordinal);
    private readonly Dictionary<Type, Func<Exception, ProblemDetails>> _mappings = [];

    /// <summary>Creates the options with the problems of the library.</summary>
    public ProblemOptions()
    {
        Map<ValidationException>(InvalidRequestProblem.Describe);
        Map<BadHttpRequestException>(exception => BadRequestProblem.Describe(exception));
        Map<DomainException>(DescribeBrokenRule);
        Map<ConcurrencyConflictException>(_ => ProblemTypes.ConcurrencyConflict.Describe());
        Map<IdempotencyKeyReusedException>(exception => ProblemTypes.IdempotencyKeyReused.Describe(exception.Message));
    }

    /// <summary>All problem types, ordered by status and code.</summary>
    public IEnumerable<ProblemType> Types => _types.Values.OrderBy(type => type.Status).ThenBy(type => type.Code, StringComparer.Ordinal);

    /// <summary>
    /// Adds a problem type, so that it is described under its URI. A type whose code is that of a business rule
    /// (<see cref="IBusinessRule.Code"/>) gives the problem of that rule its status and title.
    /// </summary>
    /// <param name="type">The type; it replaces one with the same code.</param>
    /// <returns>These options.</returns>
    public ProblemOptions Add(ProblemType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        _types[type.Code] = type;
        return this;
    }

    /// <summary>Answers an exception with a problem type, the exception's message as its detail.</summary>
    /// <typeparam name="TException">The exception; derived ones are included unless they are mapped themselves.</typeparam>
    /// <param name="type">The problem type, which is added as well.</param>
    /// <returns>These options.</returns>
    public ProblemOptions Map<TException>(ProblemType type)
        where TException : Exception => Add(type).Map<TException>(exception => type.Describe(exception.Message));

    /// <summary>Answers an exception with problem details made for it.</summary>
    /// <typeparam name="TException">The exception; derived ones are included unless they are mapped themselves.</typeparam>
    /// <param name="describe">Makes the problem details.</param>
    /// <returns>These options.</returns>
    public ProblemOptions Map<TException>(Func<TException, ProblemDetails> describe)
        where TException : Exception
    {
        ArgumentNullException.ThrowIfNull(describe);
        _mappings[typeof(TException)] = exception => describe((TException)exception);
        return this;
    }

    /// <summary>Finds a problem type.</summary>
    /// <param name="code">Its code.</param>
    /// <returns>The type, or <see langword="null"/>.</returns>
    public ProblemType? Find(string code) => _types.GetValueOrDefault(code);

    /// <summary>The problem that a client sees for an exception.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>The problem details, or <see langword="null"/> when the exception is a defect of the host.</returns>
    public ProblemDetails? Describe(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        for (var type = exception.GetType(); type is not null; type = type.BaseType)
        {
            if (_mappings.TryGetValue(type, out var describe))
            {
                return describe(exception);
            }
        }

        return null;
    }

    private ProblemDetails DescribeBrokenRule(DomainException exception)
    {
        var general = exception.Kind == RuleKind.State ? ProblemTypes.RuleBrokenByState : ProblemTypes.RuleBrokenByValue;
        return (Find(exception.Code) ?? general with { Code = exception.Code }).Describe(exception.Message);
    }
}
