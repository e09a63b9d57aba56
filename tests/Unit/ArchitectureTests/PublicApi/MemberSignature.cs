using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ArchitectureTests.PublicApi;

/// <summary>Writes the declaration of a member.</summary>
internal static class MemberSignature
{
    private static readonly NullabilityInfoContext _nullability = new();

    public static string Of(ConstructorInfo constructor) =>
        $"{Access(constructor)}{TypeText.NameOf(constructor.DeclaringType!)}({Parameters(constructor)})";

    public static string Of(MethodInfo method)
    {
        var generic = method.IsGenericMethod
            ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>"
            : "";
        return $"{Access(method)}{Modifiers(method)}{TypeText.Of(method.ReturnType, _nullability.Create(method.ReturnParameter))} "
            + $"{method.Name}{generic}({Parameters(method)}){TypeSignature.ConstraintsOf(method.GetGenericArguments())}";
    }

    public static string Of(PropertyInfo property)
    {
        var visible = property.GetAccessors(true).Where(accessor => accessor.IsPublic || accessor.IsFamily || accessor.IsFamilyOrAssembly)
            .ToList();
        var accessors = visible.Select(accessor =>
            (accessor.IsPublic || visible.All(other => !other.IsPublic) ? "" : "protected ") + accessor switch
            {
                { ReturnType: var type } when type != typeof(void) => "get;",
                _ when accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) => "init;",
                _ => "set;",
            });
        var first = visible.OrderByDescending(accessor => accessor.IsPublic).First();
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var index = property.GetIndexParameters() is { Length: > 0 } parameters
            ? $"[{string.Join(", ", parameters.Select(Parameter))}]"
            : "";
        return $"{Access(first)}{required}{Modifiers(first)}{TypeText.Of(property.PropertyType, _nullability.Create(property))} "
            + $"{property.Name}{index} "
            + $"{{ {string.Join(' ', accessors)} }}";
    }

    public static string Of(FieldInfo field)
    {
        var kind = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        var value = field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : "";
        var access = field.IsPublic ? "" : "protected ";
        return $"{access}{kind}{TypeText.Of(field.FieldType, _nullability.Create(field))} {field.Name}{value}";
    }

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Modifiers(MethodInfo method)
    {
        if (method.IsStatic)
        {
            return method.IsAbstract ? "static abstract " : "static ";
        }

        if (method.DeclaringType!.IsInterface)
        {
            return method.IsAbstract ? "" : "virtual ";
        }

        var isOverride = method.GetBaseDefinition() != method;
        return method switch
        {
            { IsAbstract: true } => "abstract ",
            { IsVirtual: true } when isOverride => "override ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "",
        };
    }

    private static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "") + string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var passing = parameter switch
        {
            { IsOut: true } => "out ",
            { IsIn: true, ParameterType.IsByRef: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) => "params ",
            _ => "",
        };
        var value = parameter.HasDefaultValue ? $" = {Literal(parameter.DefaultValue)}" : "";
        return $"{passing}{TypeText.Of(parameter.ParameterType, _nullability.Create(parameter))} {parameter.Name}{value}";
    }

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
