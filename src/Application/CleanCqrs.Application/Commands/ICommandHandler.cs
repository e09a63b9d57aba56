using MediatR;

namespace CleanCqrs.Application.Commands;

/// <summary>
/// Handles one command. It may run again from the start when another writer was faster, so it keeps no state between runs.
/// </summary>
/// <typeparam name="TCommand">The command.</typeparam>
/// <typeparam name="TResponse">What the caller gets back.</typeparam>
public interface ICommandHandler<in TCommand, TResponse> : IRequestHandler<TCommand, TResponse>
    where TCommand : ICommand<TResponse>;
