using MediatR;

namespace CleanCqrs.Application.Queries;

/// <summary>Answers one query.</summary>
/// <typeparam name="TQuery">The query.</typeparam>
/// <typeparam name="TResponse">The answer.</typeparam>
public interface IQueryHandler<in TQuery, TResponse> : IRequestHandler<TQuery, TResponse>
    where TQuery : IQuery<TResponse>;
