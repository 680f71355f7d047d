using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Equivariant.Tests.Architecture;

/// <summary>Collects the types of an assembly that signatures and instructions name.</summary>
internal sealed class References(MetadataReader assembly) : ISignatureTypeProvider<int, object?>
{
    public HashSet<TypeDefinitionHandle> Types { get; } = [];

    public void AddAll(IEnumerable<EntityHandle> handles)
    {
        foreach (var handle in handles)
            Add(handle);
    }

    public void AddAttributes(CustomAttributeHandleCollection attributes) =>
        AddAll(attributes.Select(attribute => assembly.GetCustomAttribute(attribute).Constructor));

    public void AddConstraints(GenericParameterHandleCollection parameters) => AddAll(parameters
        .SelectMany(parameter => assembly.GetGenericParameter(parameter).GetConstraints())
        .Select(constraint => assembly.GetGenericParameterConstraint(constraint).Type));

    /// <summary>Adds a type, or the types that a member names.</summary>
    public void Add(EntityHandle handle)
    {
        if (handle.IsNil)
            return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                Types.Add((TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeSpecification:
                assembly.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null);
                break;
            case HandleKind.MethodDefinition:
                Types.Add(assembly.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                Types.Add(assembly.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                Add(assembly.GetMemberReference((MemberReferenceHandle)handle).Parent);
                break;
            case HandleKind.MethodSpecification:
                var method = assembly.GetMethodSpecification((MethodSpecificationHandle)handle);
                Add(method.Method);
                method.DecodeSignature(this, null);
                break;
        }
    }

    public int GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        Types.Add(handle);
        return 0;
    }

    public int GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
    {
        Add(handle);
        return 0;
    }

    public int GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => 0;

    public int GetArrayType(int elementType, System.Reflection.Metadata.ArrayShape shape) => 0;

    public int GetByReferenceType(int elementType) => 0;

    public int GetFunctionPointerType(MethodSignature<int> signature) => 0;

    public int GetGenericInstantiation(int genericType, ImmutableArray<int> typeArguments) => 0;

    public int GetGenericMethodParameter(object? genericContext, int index) => 0;

    public int GetGenericTypeParameter(object? genericContext, int index) => 0;

    public int GetModifiedType(int modifier, int unmodifiedType, bool isRequired) => 0;

    public int GetPinnedType(int elementType) => 0;

    public int GetPointerType(int elementType) => 0;

    public int GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;

    public int GetSZArrayType(int elementType) => 0;
}
