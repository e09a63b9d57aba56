using System.Reflection;

namespace ArchitectureTests.PublicApi;

/// <summary>Writes the declaration of a type.</summary>
internal static class TypeSignature
{
    public static string Of(Type type)
    {
        if (type.IsAssignableTo(typeof(Delegate)))
        {
            return $"public delegate {MemberSignature.Of(type.GetMethod("Invoke")!)} // {type.Namespace}.{Declared(type)}";
        }

        var bases = new[] { type.BaseType }
            .Where(parent => parent is not null && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
            .Select(parent => TypeText.Of(parent!))
            .Concat(type.IsEnum ? [] : OwnInterfaces(type).Select(contract => TypeText.Of(contract)).Order(StringComparer.Ordinal))
            .ToList();
        var suffix = bases.Count == 0 ? "" : $" : {string.Join(", ", bases)}";
        return $"public {KindOf(type)} {type.Namespace}.{Declared(type)}{suffix}{ConstraintsOf(type.GetGenericArguments())}";
    }

    public static string ConstraintsOf(Type[] parameters) =>
        string.Concat(parameters.Where(parameter => parameter.IsGenericParameter).Select(parameter =>
    {
        var flags = parameter.GenericParameterAttributes;
        var isStruct = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        string[] constraints =
        [
            .. flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
            .. isStruct ? ["struct"] : Array.Empty<string>(),
            .. parameter.GetGenericParameterConstraints().Where(constraint => constraint != typeof(ValueType)).Select(
                constraint => TypeText.Of(constraint)),
            .. flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct ? ["new()"] : Array.Empty<string>(),
        ];
        return constraints.Length == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", constraints)}";
    }));

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static string Declared(Type type)
    {
        var parameters = type.GetGenericArguments();
        return parameters.Length == 0
            ? TypeText.NameOf(type)
            : $"{TypeText.NameOf(type)}<{string.Join(", ", parameters.Select(Variance))}>";
    }

    private static string Variance(Type parameter) =>
        (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
        {
            GenericParameterAttributes.Covariant => $"out {parameter.Name}",
            GenericParameterAttributes.Contravariant => $"in {parameter.Name}",
            _ => parameter.Name,
        };

    private static string KindOf(Type type)
    {
        if (type.IsInterface)
        {
            return "interface";
        }

        if (type.IsEnum)
        {
            return "enum";
        }

        if (type.IsValueType)
        {
            return "struct";
        }

        var record = IsRecord(type) ? "record" : "class";
        return type switch
        {
            { IsAbstract: true, IsSealed: true } => $"static {record}",
            { IsAbstract: true } => $"abstract {record}",
            { IsSealed: true } => $"sealed {record}",
            _ => record,
        };
    }

    private static IEnumerable<Type> OwnInterfaces(Type type)
    {
        var all = type.GetInterfaces();
        var inherited = all.SelectMany(contract => contract.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []);
        return all.Except(inherited).Where(contract => contract.IsVisible && !(IsRecord(type) && contract.Name == "IEquatable`1"));
    }
}
