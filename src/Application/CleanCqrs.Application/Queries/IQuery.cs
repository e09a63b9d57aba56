using MediatR;

namespace CleanCqrs.Application.Queries;

/// <summary>A question to the read model. Its handler changes nothing.</summary>
/// <typeparam name="TResponse">The answer.</typeparam>
public interface IQuery<out TResponse> : IRequest<TResponse>;
