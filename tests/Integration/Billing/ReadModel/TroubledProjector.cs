using System.Runtime.CompilerServices;
using Billing.Customers;
using MediatR;

namespace Billing.ReadModel;

/// <summary>
/// Comes to grief at the registration of one customer, in the way that the options say; or whenever one takes that name.
/// </summary>
public sealed class TroubledProjector(BillingOptions options, BillingReadContext context)
    : INotificationHandler<CustomerRegisteredEvent>, INotificationHandler<CustomerRenamedEvent>
{
    /// <summary>The name of the customer.</summary>
    public const string Customer = "Trouble";

    public async Task Handle(CustomerRegisteredEvent notification, CancellationToken cancellationToken)
    {
        if (notification.Name != Customer)
        {
            return;
        }

        switch (options.Trouble)
        {
            case Trouble.Hangs:
                await new TaskCompletionSource().Task;
                break;
            case Trouble.Blocks:
                Thread.Sleep(Timeout.Infinite);
                break;
            case Trouble.OverflowsTheStack:
                Overflow(1);
                break;
            case Trouble.MisspellsTheName:
                (await context.Balances.FindAsync([notification.CustomerId], cancellationToken))!.Name += "d";
                break;
        }
    }

    public Task Handle(CustomerRenamedEvent notification, CancellationToken cancellationToken) =>
        options.Trouble == Trouble.Throws && notification.Name == Customer
            ? throw new InvalidOperationException("Nobody may be called that.")
            : Task.CompletedTask;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static int Overflow(int depth) => depth == 0 ? 0 : Overflow(depth + 1) + 1;
}
