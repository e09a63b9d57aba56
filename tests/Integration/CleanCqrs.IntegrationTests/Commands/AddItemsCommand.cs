using CleanCqrs.Application.Commands;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Commands;

/// <summary>Puts items on a shelf, and answers how many it holds then.</summary>
public sealed record AddItemsCommand(string Shelf, int Items) : ICommand<int>;

public sealed class AddItemsCommandHandler(DeskContext context) : ICommandHandler<AddItemsCommand, int>
{
    public async Task<int> Handle(AddItemsCommand request, CancellationToken cancellationToken)
    {
        var shelf = await context.Shelves.SingleAsync(row => row.Id == request.Shelf, cancellationToken);
        shelf.Fill(shelf.Items + request.Items);
        return shelf.Items;
    }
}
