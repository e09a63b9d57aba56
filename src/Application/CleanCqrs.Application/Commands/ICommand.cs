using MediatR;

namespace CleanCqrs.Application.Commands;

/// <summary>
/// A request to change the write model. Its handler changes aggregates; the unit of work saves them, once, after the outermost handler has
/// returned.
/// </summary>
/// <typeparam name="TResponse">What the caller gets back. Use a nullable type where "not found" is a result.</typeparam>
public interface ICommand<out TResponse> : IRequest<TResponse>, IBaseCommand;

/// <summary>A request to change the write model that has no answer: it was done, or it throws.</summary>
public interface ICommand : IRequest, IBaseCommand;
