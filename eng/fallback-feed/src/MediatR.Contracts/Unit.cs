using System;
using System.Threading.Tasks;

namespace MediatR;

/// <summary>A type with a single value, for the places where C# does not accept <see langword="void"/>.</summary>
public readonly struct Unit : IEquatable<Unit>, IComparable<Unit>, IComparable
{
    private static readonly Unit Single;

    /// <summary>The single value. MediatR.dll binds to a property that returns by read-only reference.</summary>
    public static ref readonly Unit Value => ref Single;

    /// <summary>A completed task whose result is the single value.</summary>
    public static Task<Unit> Task { get; } = System.Threading.Tasks.Task.FromResult(default(Unit));

    /// <summary>All values are equal.</summary>
    public static bool operator ==(Unit first, Unit second) => true;

    /// <summary>No two values differ.</summary>
    public static bool operator !=(Unit first, Unit second) => false;

    /// <inheritdoc />
    public int CompareTo(Unit other) => 0;

    /// <inheritdoc />
    int IComparable.CompareTo(object? obj) => 0;

    /// <inheritdoc />
    public bool Equals(Unit other) => true;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Unit;

    /// <inheritdoc />
    public override int GetHashCode() => 0;

    /// <inheritdoc />
    public override string ToString() => "()";
}
