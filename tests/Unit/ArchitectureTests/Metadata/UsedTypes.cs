using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ArchitectureTests.Metadata;

/// <summary>Collects the types that a type uses: bases, signatures, attributes, and what its method bodies name.</summary>
internal sealed class UsedTypes(PEReader file, MetadataReader reader, TypeNames names)
{
    public HashSet<TypeName> Found { get; } = [];

    public List<string> NestedNames { get; } = [];

    public void AddType(TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        AddHandle(type.BaseType);
        AddAttributes(type.GetCustomAttributes());
        foreach (var implementation in type.GetInterfaceImplementations())
        {
            AddHandle(reader.GetInterfaceImplementation(implementation).Interface);
        }

        foreach (var field in type.GetFields().Select(reader.GetFieldDefinition))
        {
            Add(field.DecodeSignature(names, null));
            AddAttributes(field.GetCustomAttributes());
        }

        foreach (var method in type.GetMethods().Select(reader.GetMethodDefinition))
        {
            AddMethod(method);
        }

        foreach (var parameter in type.GetGenericParameters().SelectMany(p => reader.GetGenericParameter(p).GetConstraints()))
        {
            AddHandle(reader.GetGenericParameterConstraint(parameter).Type);
        }

        foreach (var nested in type.GetNestedTypes())
        {
            NestedNames.Add(reader.GetString(reader.GetTypeDefinition(nested).Name));
            AddType(nested);
        }
    }

    public TypeName? AttributeType(CustomAttributeHandle handle)
    {
        var constructor = reader.GetCustomAttribute(handle).Constructor;
        return names.Of(reader, constructor.Kind == HandleKind.MemberReference
            ? reader.GetMemberReference((MemberReferenceHandle)constructor).Parent
            : reader.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType());
    }

    private void AddMethod(MethodDefinition method)
    {
        Add(method.DecodeSignature(names, null));
        AddAttributes(method.GetCustomAttributes());
        if (method.RelativeVirtualAddress == 0)
        {
            return;
        }

        var body = file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            Add([.. reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(names, null)]);
        }

        foreach (var region in body.ExceptionRegions)
        {
            AddHandle(region.CatchType);
        }

        foreach (var token in InstructionTokens.In(body))
        {
            AddHandle(token);
        }
    }

    private void AddHandle(EntityHandle handle)
    {
        if (handle.IsNil)
        {
            return;
        }

        switch (handle.Kind)
        {
            case HandleKind.MethodSpecification:
                var specification = reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                Add([.. specification.DecodeSignature(names, null)]);
                AddHandle(specification.Method);
                break;
            case HandleKind.MemberReference:
                var member = reader.GetMemberReference((MemberReferenceHandle)handle);
                AddHandle(member.Parent);
                if (member.GetKind() == MemberReferenceKind.Method)
                {
                    Add(member.DecodeMethodSignature(names, null));
                }
                else
                {
                    Add(member.DecodeFieldSignature(names, null));
                }

                break;
            case HandleKind.MethodDefinition:
                AddHandle(reader.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                AddHandle(reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            default:
                if (names.Of(reader, handle) is { } type)
                {
                    Add(type);
                }

                break;
        }
    }

    private void AddAttributes(CustomAttributeHandleCollection attributes) => Add([.. attributes.Select(AttributeType).OfType<TypeName>()]);

    private void Add(MethodSignature<TypeName> signature) => Add([signature.ReturnType, .. signature.ParameterTypes]);

    private void Add(params IEnumerable<TypeName> types)
    {
        foreach (var part in types.SelectMany(type => type.Parts))
        {
            Found.Add(part with { Arguments = [] });
        }
    }
}
