using CleanCqrs.Application.Commands;
using CleanCqrs.Benchmarks.Shipments;
using FluentValidation;

namespace CleanCqrs.Benchmarks.Commanding;

/// <summary>The command of the measurements: it makes one row and one event.</summary>
public sealed record BookShipmentCommand(Guid ShipmentId, ShipmentDetails Details) : ICommand<ShipmentReceipt>, IIdempotentCommand
{
    public string? IdempotencyKey { get; init; }

    string IIdempotentCommand.IdempotencyScope => Details.Customer;
}

public sealed record ShipmentReceipt(Guid ShipmentId, long Version);

/// <summary>As many rules as a usual command has.</summary>
public sealed class BookShipmentCommandValidator : AbstractValidator<BookShipmentCommand>
{
    public BookShipmentCommandValidator()
    {
        RuleFor(command => command.ShipmentId).NotEmpty();
        RuleFor(command => command.Details.Customer).NotEmpty().MaximumLength(100);
        RuleFor(command => command.Details.Weight).InclusiveBetween(0.1m, 1_000m).WithMessage("A parcel weighs 100 g to 1,000 kg.");
    }
}

public sealed class BookShipmentCommandHandler(ShipmentContext context) : ICommandHandler<BookShipmentCommand, ShipmentReceipt>
{
    public Task<ShipmentReceipt> Handle(BookShipmentCommand request, CancellationToken cancellationToken)
    {
        var shipment = Shipment.Book(request.ShipmentId, request.Details);
        context.Shipments.Add(shipment);
        return Task.FromResult(new ShipmentReceipt(shipment.Id, shipment.Version));
    }
}
