using CleanCqrs.Domain;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>Refuses, at start, aggregates whose streams could not be told apart by their names.</summary>
internal static class StreamIdentityCheck
{
    public static void Run(IModel model, string context)
    {
        var named = new Dictionary<string, (IEntityType Type, Type Id)>();
        foreach (var root in model.GetEntityTypes().Where(type => type.BaseType is null))
        {
            if (root.GetDerivedTypesInclusive().Select(type => FindDefault(type.ClrType)).FirstOrDefault(found => found is not null)
                is not { } id)
            {
                continue;
            }

            RefuseWithoutText(root, id);
            RefusePartOfKey(root);
            if (id == typeof(Guid))
            {
                continue;
            }

            if (!named.TryAdd(KindOf(id), (root, id)))
            {
                var other = named[KindOf(id)];
                throw new InvalidOperationException(
                    $"{other.Type.ClrType.Name} and {root.ClrType.Name} of {context} have ids of the same kind ({id.Name}) and name their "
                    + "streams by them, so the events of two aggregates with the same id would be one stream. Override StreamId in one of "
                    + $"them: public override string StreamId => $\"{root.ClrType.Name.ToLowerInvariant()}-{{base.StreamId}}\";");
            }
        }
    }

    /// <summary>The type of the identity, if it alone names the stream.</summary>
    private static Type? FindDefault(Type type) =>
        !type.IsAbstract
        && type.GetProperty(nameof(IAggregateRoot.StreamId))?.GetMethod?.DeclaringType is { IsGenericType: true } declaring
        && declaring.GetGenericTypeDefinition() == typeof(AggregateRoot<>)
            ? declaring.GetGenericArguments()[0]
            : null;

    /// <summary>All whole numbers are one kind: 7 is the text of an <see cref="int"/> as well as of a <see cref="long"/>.</summary>
    private static string KindOf(Type id) => Type.GetTypeCode(id) is >= TypeCode.SByte and <= TypeCode.UInt64 ? "number" : id.FullName!;

    private static void RefuseWithoutText(IEntityType root, Type id)
    {
        if (!StreamIdText.Exists(id))
        {
            throw new InvalidOperationException(
                $"{root.ClrType.Name} has ids of the type {id.Name}, which has no text of its own that could name a stream. "
                + $"Override ToString in {id.Name}, or StreamId in {root.ClrType.Name}, so that equal ids have the same text and different "
                + "ones do not.");
        }
    }

    private static void RefusePartOfKey(IEntityType root)
    {
        var key = root.FindPrimaryKey();
        if (key is { Properties.Count: > 1 }
            && root.FindProperty(nameof(Entity<int>.Id)) is { } property
            && key.Properties.Contains(property)
            && !root.GetKeys().Any(other => other.Properties is [var only] && only == property)
            && !root.GetIndexes().Any(index => index is { IsUnique: true, Properties: [var single] } && single == property))
        {
            throw new InvalidOperationException(
                $"The key of {root.ClrType.Name} has {key.Properties.Count} properties "
                + $"({string.Join(", ", key.Properties.Select(part => part.Name))}), but its stream is named by Id alone, so several "
                + $"aggregates would share one stream. Override StreamId in {root.ClrType.Name} with all of them.");
        }
    }
}
