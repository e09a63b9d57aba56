using CleanCqrs.Domain;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>Refuses, at start, aggregates whose streams could not be told apart by their names.</summary>
internal static class StreamIdentityCheck
{
    public static void Run(IModel model, string context)
    {
        var named = NamedByIdAlone(model).ToList();
        foreach (var (root, id) in named)
        {
            RefuseWithoutText(root, id);
            RefusePartOfKey(root);
        }

        if (named.FindAll(kind => IsNumber(kind.Id)) is [var first, var second, ..])
        {
            throw new InvalidOperationException(
                $"{first.Root.ClrType.Name} and {second.Root.ClrType.Name} of {context} both have numbers as ids and name their streams by "
                + "them, so the events of two aggregates with the same number would be one stream. Override StreamId in one of them: "
                + $"public override string StreamId => $\"{second.Root.ClrType.Name.ToLowerInvariant()}-{{base.StreamId}}\";");
        }
    }

    /// <summary>The other kinds of aggregate with ids of the same type, where both name their streams by their ids alone.</summary>
    public static IReadOnlyList<IEntityType> OthersLike(IEntityType root) => root.GetOrAddRuntimeAnnotationValue(
        "CleanCqrs:KindsWithTheSameIds", static type => FindOthersLike(type!), root)!;

    private static List<IEntityType> FindOthersLike(IEntityType root)
    {
        var named = NamedByIdAlone(root.Model).ToList();
        return named.Find(kind => kind.Root == root) is { Id: { } own } && own != typeof(Guid)
            ? [.. named.Where(kind => kind.Root != root && kind.Id == own && IsKeyedById(kind.Root)).Select(kind => kind.Root)]
            : [];
    }

    /// <summary>Whether all aggregates of a kind name their streams by their ids alone.</summary>
    public static bool IsNamedById(IEntityType root) =>
        root.FindProperty(nameof(Entity<int>.Id)) is not null
        && root.GetDerivedTypesInclusive().All(type => type.ClrType.IsAbstract || FindDefault(type.ClrType) is not null);

    private static IEnumerable<(IEntityType Root, Type Id)> NamedByIdAlone(IModel model) =>
        from root in model.GetEntityTypes()
        where root.BaseType is null
        let id = root.GetDerivedTypesInclusive().Select(type => FindDefault(type.ClrType)).FirstOrDefault(found => found is not null)
        where id is not null
        select (root, id);

    private static bool IsKeyedById(IEntityType root) =>
        root.FindPrimaryKey() is { Properties: [{ Name: nameof(Entity<int>.Id) }] };

    /// <summary>The type of the identity, if it alone names the stream.</summary>
    private static Type? FindDefault(Type type) =>
        !type.IsAbstract
        && type.GetProperty(nameof(IAggregateRoot.StreamId))?.GetMethod?.DeclaringType is { IsGenericType: true } declaring
        && declaring.GetGenericTypeDefinition() == typeof(AggregateRoot<>)
            ? declaring.GetGenericArguments()[0]
            : null;

    private static bool IsNumber(Type id) => Type.GetTypeCode(id) is >= TypeCode.SByte and <= TypeCode.UInt64;

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
