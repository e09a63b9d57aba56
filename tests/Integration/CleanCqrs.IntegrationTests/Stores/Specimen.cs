namespace CleanCqrs.IntegrationTests.Stores;

/// <summary>A row with a column of every kind.</summary>
public sealed class Specimen
{
    public required string Region { get; init; }

    public required Guid Id { get; init; }

    public DayOfWeek Day { get; set; }

    public DayOfWeek DayName { get; set; }

    public bool? IsAlive { get; set; }

    public short Legs { get; set; }

    public int? Eyes { get; set; }

    public long Cells { get; set; }

    public float Length { get; set; }

    public double? Weight { get; set; }

    public decimal Price { get; set; }

    public decimal? Discount { get; set; }

    public DateTimeOffset FoundAt { get; set; }

    public DateTimeOffset? LostAt { get; set; }

    public byte[]? Picture { get; set; }

    /// <summary>At most 8 characters.</summary>
    public string? Label { get; set; }

    public string Notes { get; set; } = string.Empty;

    /// <summary>A token.</summary>
    public int Version { get; set; }

    public static Specimen Random(Random random, string region, Guid id)
    {
        var specimen = new Specimen { Region = region, Id = id };
        specimen.Change(random);
        return specimen;
    }

    /// <summary>Changes this and that, or everything.</summary>
    public void Change(Random random)
    {
        var all = Version == 0 || random.Next(4) == 0;
        Version++;
        Day = Either(Day, (DayOfWeek)random.Next(7));
        DayName = Either(DayName, (DayOfWeek)random.Next(7));
        IsAlive = Either(IsAlive, OrNull(random.Next(2) == 0));
        Legs = Either(Legs, (short)random.Next(short.MinValue, short.MaxValue));
        Eyes = Either(Eyes, OrNull(random.Next()));
        Cells = Either(Cells, random.NextInt64());
        Length = Either(Length, random.NextSingle());
        Weight = Either(Weight, OrNull(random.NextDouble()));
        Price = Either(Price, random.NextInt64(1_000_000_000_000) / 10_000m);
        Discount = Either(Discount, OrNull(-random.Next(1_000_000) / 10_000m));
        FoundAt = Either(FoundAt, Time());
        LostAt = Either(LostAt, OrNull(Time()));
        Picture = Either(
            Picture, random.Next(3) == 0 ? null : [.. Enumerable.Range(0, random.Next(5)).Select(_ => (byte)random.Next(256))]);
        Label = Either(Label, random.Next(3) == 0 ? null : new string((char)random.Next('a', 'z'), random.Next(9)));
        Notes = Either(Notes, new string('ü', random.Next(3)) + "'\"{0},;\\" + random.Next());

        T Either<T>(T old, T changed) => all || random.Next(2) == 0 ? changed : old;

        T? OrNull<T>(T value)
            where T : struct => random.Next(3) == 0 ? null : value;

        DateTimeOffset Time() =>
            new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(random.Next(-12, 13))).AddMicroseconds(
                random.NextInt64(1_000_000_000_000_000));
    }
}
