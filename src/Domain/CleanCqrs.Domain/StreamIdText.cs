using System.Globalization;
using System.Runtime.CompilerServices;

namespace CleanCqrs.Domain;

/// <summary>
/// The text that names a stream by the identity of its aggregate. Equal identities have the same text, on every machine and after every
/// way through a database; different ones have different texts.
/// </summary>
public static class StreamIdText
{
    /// <summary>
    /// Whether identities of a type have such a text: strings, numbers, <see cref="Guid"/>, enums, dates and times, what formats itself,
    /// and every type with a <see cref="object.ToString"/> of its own. Not so arrays, collections, and records for which only the compiler
    /// has written one.
    /// </summary>
    /// <param name="type">The type of the identity.</param>
    /// <returns><see langword="false"/> when <see cref="Of{TId}"/> would refuse it.</returns>
    public static bool Exists(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.IsEnum || typeof(IFormattable).IsAssignableFrom(type))
        {
            return true;
        }

        var written = type.GetMethod(nameof(ToString), Type.EmptyTypes);
        return written?.DeclaringType is { } owner
            && owner != typeof(object) && owner != typeof(ValueType) && owner != typeof(Array)
            && !written.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);
    }

    /// <summary>
    /// The text of an identity. It does not depend on the culture. Times are in UTC where they have an offset, and never tell their kind;
    /// decimal numbers have no trailing zeros, and enums are numbers: a database gives back nothing else.
    /// </summary>
    /// <typeparam name="TId">The type of the identity.</typeparam>
    /// <param name="id">The identity.</param>
    /// <returns>The text.</returns>
    /// <exception cref="InvalidOperationException">The type has no text that would tell its values apart.</exception>
    public static string Of<TId>(TId id)
        where TId : notnull =>
        id switch
        {
            string text => text,
            Guid guid => guid.ToString("D"),
            Enum value => value.ToString("D"),
            decimal number => number.ToString("G29", CultureInfo.InvariantCulture),
            DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture) + "Z",
            DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture),
            DateOnly or TimeOnly => ((IFormattable)id).ToString("O", CultureInfo.InvariantCulture),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ when Exists(id.GetType()) && id.ToString() is { } own => own,
            _ => throw new InvalidOperationException(Refusal(id.GetType())),
        };

    /// <summary>What is wrong with a type of identity that has no text, and what to do.</summary>
    /// <param name="type">The type.</param>
    /// <returns>A sentence or two.</returns>
    internal static string Refusal(Type type) =>
        $"An identity of type {type.Name} has no text of its own that could name a stream. Override ToString in {type.Name}, or StreamId "
        + "in the aggregate, so that equal identities have the same text and different ones do not.";
}
