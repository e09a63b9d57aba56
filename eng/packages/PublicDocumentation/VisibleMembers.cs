using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PublicDocumentation;

/// <summary>
/// What of an assembly others can see. Methods are known by name, number of type parameters and number of parameters: an internal overload
/// of a public method, with as many parameters, passes for public.
/// </summary>
internal sealed class VisibleMembers
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly MetadataReader _reader;

    private VisibleMembers(MetadataReader reader) => _reader = reader;

    public static VisibleMembers Of(string assembly)
    {
        using var file = File.OpenRead(assembly);
        using var image = new PEReader(file);
        var members = new VisibleMembers(image.GetMetadataReader());
        members.AddAll();
        return members;
    }

    /// <summary>Whether others see what an entry of the documentation is about.</summary>
    /// <param name="id">Its identifier: <c>M:Namespace.Type.Method(System.String)</c>.</param>
    public bool Contain(string id) => id.Split('(', 2) is var parts && id[0] == 'M'
        ? _names.Contains($"{parts[0]} {(parts.Length == 1 ? 0 : ParametersIn(parts[1]))}")
        : _names.Contains(parts[0]);

    private static int ParametersIn(string list)
    {
        var (count, depth) = (1, 0);
        foreach (var character in list)
        {
            depth += character is '{' or '[' ? 1 : character is '}' or ']' ? -1 : 0;
            count += character == ',' && depth == 0 ? 1 : 0;
        }

        return count;
    }

    private void AddAll()
    {
        foreach (var type in _reader.TypeDefinitions.Select(_reader.GetTypeDefinition).Where(IsVisible))
        {
            var name = NameOf(type);
            _names.Add($"T:{name}");
            foreach (var method in type.GetMethods().Select(_reader.GetMethodDefinition).Where(method => IsVisible(method.Attributes)))
            {
                var arity = method.GetGenericParameters().Count;
                _names.Add($"M:{name}.{Text(method.Name)}{(arity > 0 ? $"``{arity}" : string.Empty)} {ParametersOf(method)}");
            }

            foreach (var field in type.GetFields().Select(_reader.GetFieldDefinition).Where(field => IsVisible(field.Attributes)))
            {
                _names.Add($"F:{name}.{Text(field.Name)}");
            }

            foreach (var property in type.GetProperties().Select(_reader.GetPropertyDefinition))
            {
                var accessors = property.GetAccessors();
                if (IsVisible(accessors.Getter) || IsVisible(accessors.Setter))
                {
                    _names.Add($"P:{name}.{Text(property.Name)}");
                }
            }

            foreach (var declared in type.GetEvents().Select(_reader.GetEventDefinition))
            {
                if (IsVisible(declared.GetAccessors().Adder))
                {
                    _names.Add($"E:{name}.{Text(declared.Name)}");
                }
            }
        }
    }

    private int ParametersOf(MethodDefinition method)
    {
        var signature = _reader.GetBlobReader(method.Signature);
        if (signature.ReadSignatureHeader().IsGeneric)
        {
            signature.ReadCompressedInteger();
        }

        return signature.ReadCompressedInteger();
    }

    private bool IsVisible(TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem =>
            IsVisible(_reader.GetTypeDefinition(type.GetDeclaringType())),
        _ => false,
    };

    private bool IsVisible(MethodDefinitionHandle method) =>
        !method.IsNil && IsVisible(_reader.GetMethodDefinition(method).Attributes);

    private static bool IsVisible(MethodAttributes attributes) => (attributes & MethodAttributes.MemberAccessMask)
        is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private static bool IsVisible(FieldAttributes attributes) => (attributes & FieldAttributes.FieldAccessMask)
        is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private string NameOf(TypeDefinition type)
    {
        if (!type.GetDeclaringType().IsNil)
        {
            return $"{NameOf(_reader.GetTypeDefinition(type.GetDeclaringType()))}.{Text(type.Name)}";
        }

        var room = _reader.GetString(type.Namespace);
        return room.Length == 0 ? Text(type.Name) : $"{room}.{Text(type.Name)}";
    }

    private string Text(StringHandle name) => _reader.GetString(name).Replace('.', '#');
}
