using CleanCqrs.Application.Projections;

namespace CleanCqrs.Simulation.Planted;

/// <summary><see cref="PlantedFault.DropWhatIsParked"/>.</summary>
internal sealed class ForgetfulStore(IProjectionStore store) : StoreDecorator(store)
{
    protected override IProjectionSession Decorate(IProjectionSession session) => new ForgetfulSession(session);

    private sealed class ForgetfulSession(IProjectionSession session) : SessionDecorator(session)
    {
        public override void Hold(HeldEvent heldEvent)
        {
            if (heldEvent.Reason != HoldReason.Parked)
            {
                base.Hold(heldEvent);
            }
        }
    }
}
