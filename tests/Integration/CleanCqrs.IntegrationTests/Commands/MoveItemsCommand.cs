using CleanCqrs.Application.Commands;
using MediatR;

namespace CleanCqrs.IntegrationTests.Commands;

/// <summary>Takes from one shelf and fills another: two commands, one unit.</summary>
public sealed record MoveItemsCommand(string From, string To, int Items) : ICommand;

public sealed class MoveItemsCommandHandler(ISender sender) : ICommandHandler<MoveItemsCommand>
{
    public async Task Handle(MoveItemsCommand request, CancellationToken cancellationToken)
    {
        await sender.Send(new AddItemsCommand(request.From, -request.Items), cancellationToken);
        await sender.Send(new AddItemsCommand(request.To, request.Items), cancellationToken);
    }
}
