namespace CleanCqrs.Simulation.Stores;

/// <summary>Locks by name: one owner alone, or several who share.</summary>
internal sealed class TurnLocks
{
    private readonly List<Hold> _holds = [];

    public IDisposable? TryTake(string name, bool isShared, IStoreCalls owner)
    {
        _holds.RemoveAll(hold => hold.Owner.IsGone);
        if (_holds.Exists(hold => hold.Name == name && !(hold.IsShared && isShared)))
        {
            return null;
        }

        var hold = new Hold(_holds, name, isShared, owner);
        _holds.Add(hold);
        return hold;
    }

    private sealed class Hold(List<Hold> holds, string name, bool isShared, IStoreCalls owner) : IDisposable
    {
        public string Name => name;

        public bool IsShared => isShared;

        public IStoreCalls Owner => owner;

        public void Dispose() => holds.Remove(this);
    }
}
