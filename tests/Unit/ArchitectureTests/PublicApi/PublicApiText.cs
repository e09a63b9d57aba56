using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace ArchitectureTests.PublicApi;

/// <summary>Writes what users of an assembly can see, as sorted lines that read like C#.</summary>
internal static class PublicApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(TypeSignature.Of(type)).Append('\n');
            foreach (var member in MembersOf(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> MembersOf(Type type)
    {
        if (type.IsAssignableTo(typeof(Delegate)))
        {
            return [];
        }

        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => string.Create(
                CultureInfo.InvariantCulture, $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}"));
        }

        return type.GetMembers(Declared)
            .Where(member => !member.IsDefined(typeof(CompilerGeneratedAttribute)) || member is FieldInfo)
            .Select(member => member switch
            {
                ConstructorInfo { IsStatic: false } constructor when IsVisible(constructor) => MemberSignature.Of(constructor),
                MethodInfo { IsSpecialName: false } method when IsVisible(method) && !method.Name.Contains('<') =>
                    MemberSignature.Of(method),
                MethodInfo { IsSpecialName: true } method when IsVisible(method) && method.Name.StartsWith(
                    "op_", StringComparison.Ordinal) =>
                    MemberSignature.Of(method),
                PropertyInfo property when property.GetAccessors(true).Any(IsVisible) => MemberSignature.Of(property),
                FieldInfo field when field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly => MemberSignature.Of(field),
                EventInfo { AddMethod: { } add } happening when IsVisible(add) =>
                    $"event {TypeText.Of(happening.EventHandlerType!)} {happening.Name}",
                _ => null,
            })
            .OfType<string>();
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;
}
