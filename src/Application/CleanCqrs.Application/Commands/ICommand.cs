using MediatR;

namespace CleanCqrs.Application.Commands;

/// <summary>
/// A request to change the write model. Its handler changes aggregates; the unit of work saves them, once, after the handler has returned.
/// </summary>
/// <typeparam name="TResponse">What the caller gets back. Use a nullable type where "not found" is a result.</typeparam>
public interface ICommand<out TResponse> : IRequest<TResponse>;
