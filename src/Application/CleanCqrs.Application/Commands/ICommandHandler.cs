using MediatR;

namespace CleanCqrs.Application.Commands;

/// <summary>
/// Handles one command. It may run again from the start when another writer was faster, so it keeps no state between runs; what it changes
/// is saved after it has returned, with what the commands that it sends have changed.
/// </summary>
/// <typeparam name="TCommand">The command.</typeparam>
/// <typeparam name="TResponse">What the caller gets back.</typeparam>
public interface ICommandHandler<in TCommand, TResponse> : IRequestHandler<TCommand, TResponse>
    where TCommand : ICommand<TResponse>;

/// <summary>Handles one command that has no answer, by the same rules.</summary>
/// <typeparam name="TCommand">The command.</typeparam>
public interface ICommandHandler<in TCommand> : IRequestHandler<TCommand>
    where TCommand : ICommand;
