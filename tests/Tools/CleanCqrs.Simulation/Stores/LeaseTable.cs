using CleanCqrs.Application.Outbox;
using CleanCqrs.EntityFrameworkCore.Leases;

namespace CleanCqrs.Simulation.Stores;

/// <summary>The tables of leases and of relays, with the statements that there are about them, each of which is done in one go.</summary>
internal sealed class LeaseTable(Func<DateTimeOffset> now)
{
    private readonly Lease[] _leases = [.. Enumerable.Range(0, Bucket.RangeCount).Select(_ => new Lease())];
    private readonly SortedDictionary<string, DateTimeOffset> _relays = new(StringComparer.Ordinal);

    public (string? Owner, long Epoch) this[int range] => (_leases[range].Owner, _leases[range].Epoch);

    public bool Renew(string owner, TimeSpan duration)
    {
        _relays[owner] = now() + duration;
        return true;
    }

    public bool RenewRanges(string owner, IEnumerable<int> ranges, TimeSpan duration)
    {
        foreach (var lease in ranges.Select(range => _leases[range]).Where(lease => lease.Owner == owner))
        {
            lease.ExpiresAt = now() + duration;
        }

        return true;
    }

    public List<LeaseState> Read() =>
    [
        .. _leases.Select((lease, range) => new LeaseState
        {
            Range = range, Owner = lease.Owner, Epoch = lease.Epoch, Expired = lease.ExpiresAt <= now() ? 1 : 0,
        }),
        .. _relays.Select(relay => new LeaseState
        {
            Range = LeaseState.NoRange, Owner = relay.Key, Expired = relay.Value <= now() ? 1 : 0,
        }),
    ];

    public bool ForgetExpired()
    {
        foreach (var owner in _relays.Where(relay => relay.Value <= now()).Select(relay => relay.Key).ToList())
        {
            _relays.Remove(owner);
        }

        return true;
    }

    public bool Take(string owner, LeaseState free, TimeSpan duration)
    {
        var lease = _leases[free.Range];
        if (lease.Epoch != free.Epoch || (lease.Owner is not null && lease.ExpiresAt > now()))
        {
            return false;
        }

        (lease.Owner, lease.Epoch, lease.ExpiresAt) = (owner, lease.Epoch + 1, now() + duration);
        return true;
    }

    public bool Release(string owner, int range)
    {
        if (_leases[range].Owner == owner)
        {
            _leases[range].Owner = null;
        }

        return true;
    }

    public bool Leave(string owner) => _relays.Remove(owner);

    public void Expire()
    {
        Array.ForEach(_leases, lease => lease.ExpiresAt = DateTimeOffset.MinValue);
        foreach (var owner in _relays.Keys.ToList())
        {
            _relays[owner] = DateTimeOffset.MinValue;
        }
    }

    private sealed class Lease
    {
        public string? Owner { get; set; }

        public long Epoch { get; set; }

        public DateTimeOffset ExpiresAt { get; set; }
    }
}
