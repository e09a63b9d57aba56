using System.Globalization;

namespace Ordering.Replay.Checks;

/// <summary>One thing that has to hold after a replay.</summary>
internal sealed record Check(string Name, string Expected, string Actual, bool Ok)
{
    public static Check Equal<T>(string name, T expected, T actual)
        where T : IEquatable<T> =>
        new(name, Written(expected), Written(actual), expected.Equals(actual));

    public static Check None(string name, long actual) => Equal(name, 0, actual);

    public static Check AtLeast(string name, long expected, long actual) =>
        new(name, $"at least {Written(expected)}", Written(actual), actual >= expected);

    public static Check Failed(string name, string expected, string actual) => new(name, expected, actual, Ok: false);

    private static string Written<T>(T value) => string.Create(CultureInfo.InvariantCulture, $"{value}");
}
