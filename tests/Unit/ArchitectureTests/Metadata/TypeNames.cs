using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace ArchitectureTests.Metadata;

/// <summary>Makes names out of the signatures in metadata.</summary>
internal sealed class TypeNames(string assembly) : ISignatureTypeProvider<TypeName, object?>
{
    public TypeName GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? GetTypeFromDefinition(reader, outer, rawTypeKind)
            : new TypeName(assembly, reader.GetString(type.Namespace), reader.GetString(type.Name), []);
    }

    public TypeName GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            return GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, rawTypeKind);
        }

        var scope = type.ResolutionScope.Kind == HandleKind.AssemblyReference
            ? reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)
            : assembly;
        return new TypeName(scope, reader.GetString(type.Namespace), reader.GetString(type.Name), []);
    }

    public TypeName GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    /// <summary>The type behind any of the three kinds of handles.</summary>
    public TypeName? Of(MetadataReader reader, EntityHandle handle) => handle.IsNil ? null : handle.Kind switch
    {
        HandleKind.TypeDefinition => GetTypeFromDefinition(reader, (TypeDefinitionHandle)handle, 0),
        HandleKind.TypeReference => GetTypeFromReference(reader, (TypeReferenceHandle)handle, 0),
        HandleKind.TypeSpecification => GetTypeFromSpecification(reader, null, (TypeSpecificationHandle)handle, 0),
        _ => null,
    };

    public TypeName GetGenericInstantiation(TypeName genericType, ImmutableArray<TypeName> typeArguments) =>
        genericType with { Arguments = typeArguments };

    public TypeName GetPrimitiveType(PrimitiveTypeCode typeCode) => new("System.Runtime", "System", typeCode.ToString(), []);

    public TypeName GetFunctionPointerType(MethodSignature<TypeName> signature) =>
        new("", "", "method", [signature.ReturnType, .. signature.ParameterTypes]);

    public TypeName GetGenericMethodParameter(object? genericContext, int index) => new("", "", $"!!{index}", []);

    public TypeName GetGenericTypeParameter(object? genericContext, int index) => new("", "", $"!{index}", []);

    public TypeName GetModifiedType(TypeName modifier, TypeName unmodifiedType, bool isRequired) => unmodifiedType;

    public TypeName GetArrayType(TypeName elementType, ArrayShape shape) => elementType;

    public TypeName GetByReferenceType(TypeName elementType) => elementType;

    public TypeName GetPinnedType(TypeName elementType) => elementType;

    public TypeName GetPointerType(TypeName elementType) => elementType;

    public TypeName GetSZArrayType(TypeName elementType) => elementType;
}
