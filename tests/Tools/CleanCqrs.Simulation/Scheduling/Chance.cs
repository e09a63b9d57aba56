namespace CleanCqrs.Simulation.Scheduling;

/// <summary>All chance of one run, from one seed: SplitMix64, the same on every machine and version of .NET.</summary>
internal sealed class Chance(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number from <paramref name="min"/> to <paramref name="max"/>, both included.</summary>
    public int Between(int min, int max) => min + (int)(Next() % (ulong)(max - min + 1));

    public bool Happens(double probability) => probability > 0 && (Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    public TimeSpan Between(TimeSpan min, TimeSpan max) => min + new TimeSpan((long)(Next() % (ulong)((max - min).Ticks + 1)));

    public T Pick<T>(IReadOnlyList<T> items) => items[Between(0, items.Count - 1)];

    public void Shuffle<T>(IList<T> items)
    {
        for (var last = items.Count - 1; last > 0; last--)
        {
            var other = Between(0, last);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    public Guid NextId()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Next());
        BitConverter.TryWriteBytes(bytes[8..], Next());
        return new Guid(bytes);
    }
}
