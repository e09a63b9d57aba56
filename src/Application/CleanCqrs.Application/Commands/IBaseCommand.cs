using MediatR;

namespace CleanCqrs.Application.Commands;

/// <summary>
/// Every command, with an answer or without: what pipeline behaviors of commands ask for. Implement <see cref="ICommand{TResponse}"/> or
/// <see cref="ICommand"/>.
/// </summary>
public interface IBaseCommand : IBaseRequest;
