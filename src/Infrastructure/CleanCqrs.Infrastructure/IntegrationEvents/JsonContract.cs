using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CleanCqrs.Infrastructure.Registration;

namespace CleanCqrs.Infrastructure.IntegrationEvents;

/// <summary>
/// Proves from the serializer's own description of a type that whatever is written can be read back; a type with a converter of its own is
/// taken as it is.
/// </summary>
internal sealed class JsonContract
{
    private static readonly Type[] _reversed = [typeof(Stack<>), typeof(ConcurrentStack<>), typeof(ImmutableStack<>)];

    private readonly JsonSerializerOptions _options;
    private readonly HashSet<Type> _seen = [];
    private readonly List<string> _problems = [];

    private JsonContract(JsonSerializerOptions options) => _options = options;

    public static IReadOnlyList<string> ProblemsOf(IEnumerable<Type> types, JsonSerializerOptions options)
    {
        var contract = new JsonContract(options);
        foreach (var type in types.OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            contract.Visit(type, type.Name);
        }

        return contract._problems;
    }

    private void Visit(Type declared, string path)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (!_seen.Add(type))
        {
            return;
        }

        try
        {
            var info = _options.GetTypeInfo(type);
            switch (info.Kind)
            {
                case JsonTypeInfoKind.Object:
                    VisitObject(info, path);
                    break;
                case JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary:
                    VisitCollection(info, path);
                    break;
                default:
                    VisitValue(info, path);
                    break;
            }
        }
        catch (Exception exception) when (exception is NotSupportedException or InvalidOperationException)
        {
            Report($"{path} can't be written and read as JSON: {exception.Message}");
        }
    }

    private void VisitObject(JsonTypeInfo info, string path)
    {
        foreach (var derived in info.PolymorphismOptions?.DerivedTypes ?? [])
        {
            if (derived.TypeDiscriminator is null)
            {
                Report($"{path} may be a {derived.DerivedType.Name}, but would not be read as one: give its [JsonDerivedType] a type "
                    + "discriminator.");
            }

            Visit(derived.DerivedType, $"{path}({derived.DerivedType.Name})");
        }

        if (info.Type.IsAbstract)
        {
            if (info.PolymorphismOptions is null)
            {
                Report($"{path} is of the abstract type {info.Type.Name}, which can't be read back. Name its types in "
                    + "[JsonDerivedType(typeof(...), \"...\")], or use a type that can be made.");
            }

            return;
        }

        VisitConstructor(info, path);
        foreach (var member in info.Properties.Where(member => member.Get is not null && !member.IsExtensionData))
        {
            VisitMember(member, $"{path}.{NameOf(member)}");
        }

        foreach (var field in info.Type.GetFields(BindingFlags.Public | BindingFlags.Instance)
            .Where(field => field.GetCustomAttribute<JsonIgnoreAttribute>() is null)
            .Where(field => !info.Properties.Any(member => field.Equals(member.AttributeProvider))))
        {
            Report($"{path}.{field.Name} is a field, which is not written. Make it a property, or mark it with [JsonInclude] or "
                + "[JsonIgnore].");
        }
    }

    private void VisitConstructor(JsonTypeInfo info, string path)
    {
        if (info.ConstructorAttributeProvider is not ConstructorInfo constructor)
        {
            if (info.CreateObject is null)
            {
                Report($"{path} has no constructor that reading could use. Give {info.Type.Name} a public one, or mark one with "
                    + "[JsonConstructor].");
            }

            return;
        }

        foreach (var parameter in constructor.GetParameters()
            .Where(parameter => !info.Properties.Any(member => member.AssociatedParameter?.Position == parameter.Position)))
        {
            Report($"{path} can't be read back: the parameter {parameter.Name} of its constructor has no member of that name and type. "
                + "Name both alike.");
        }
    }

    private void VisitMember(JsonPropertyInfo member, string path)
    {
        var isPopulated = member.ObjectCreationHandling == JsonObjectCreationHandling.Populate;
        if (member.Set is null && member.AssociatedParameter is null && !isPopulated)
        {
            Report($"{path} is written, but can't be read back. Give it a public setter, an init accessor or a constructor parameter, or "
                + "mark it with [JsonIgnore].");
        }

        var mayBeLeftOut = member.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true)
            .Cast<JsonIgnoreAttribute>()
            .Any(ignore => ignore.Condition is JsonIgnoreCondition.WhenWritingNull or JsonIgnoreCondition.WhenWritingDefault) == true;
        if (mayBeLeftOut && (member.IsRequired || member.AssociatedParameter is { HasDefaultValue: false }))
        {
            Report($"{path} is left out when it has no value, but reading requires it. Give its constructor parameter a default value, or "
                + "take the condition off.");
        }

        if (member.CustomConverter is null)
        {
            Visit(member.PropertyType, path);
        }
    }

    private void VisitCollection(JsonTypeInfo info, string path)
    {
        if (_reversed.Any(reversed => IsOpen(info.Type, reversed)))
        {
            Report($"{path} is a stack, which would be read in reverse order. Use a list.");
        }

        if (info.Type.Closed(typeof(IAsyncEnumerable<>)).Any() || IsOpen(info.Type, typeof(IAsyncEnumerable<>)))
        {
            Report($"{path} is an asynchronous sequence, which an event can't wait for. Use a list.");
        }

        Try(info, info.Kind == JsonTypeInfoKind.Dictionary ? """{"":null}""" : "[]");
        if (info.KeyType is { } key)
        {
            Visit(key, $"{path}.Keys");
        }

        Visit(info.ElementType!, $"{path}[]");
    }

    private void VisitValue(JsonTypeInfo info, string path)
    {
        if (info.Type == typeof(object))
        {
            Report($"{path} may be anything, and would be read as a JsonElement. Give it a type.");
        }
        else if (info.Converter.GetType().Assembly == typeof(JsonSerializer).Assembly)
        {
            Try(info, "\"\"");
        }
    }

    /// <summary>Reads a value that says nothing: only that the type can't be read at all is of interest.</summary>
    private static void Try(JsonTypeInfo info, string json)
    {
        try
        {
            JsonSerializer.Deserialize(json, info);
        }
        catch (Exception exception) when (exception is not NotSupportedException)
        {
            // The value is not one of this type, as was to be expected.
        }
    }

    private static bool IsOpen(Type type, Type open) => type.IsGenericType && type.GetGenericTypeDefinition() == open;

    private static string NameOf(JsonPropertyInfo member) => (member.AttributeProvider as MemberInfo)?.Name ?? member.Name;

    private void Report(string problem) => _problems.Add(problem);
}
