// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Kernel.Summarizer.Metadata;

/// <summary>Decodes signatures into <see cref="TypeUse"/>s, whose text is that of documentation ids.</summary>
internal sealed class SignatureReader(AssemblySet assemblies, AssemblyNode assembly) : ISignatureTypeProvider<TypeUse, object?>
{
    public TypeUse GetPrimitiveType(PrimitiveTypeCode typeCode) => assemblies.Named(assembly, "System." + typeCode);

    public TypeUse GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        Of(assembly.ByHandle[handle]);

    public TypeUse GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        assemblies.Referenced(assembly, handle);

    public TypeUse GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public TypeUse GetGenericInstantiation(TypeUse genericType, ImmutableArray<TypeUse> typeArguments) =>
        genericType with { Text = WithArguments(genericType.Text, typeArguments), Arguments = typeArguments };

    public TypeUse GetGenericTypeParameter(object? genericContext, int index) =>
        new(TypeUseKind.TypeVariable, "`" + index) { Variable = index };

    public TypeUse GetGenericMethodParameter(object? genericContext, int index) =>
        new(TypeUseKind.MethodVariable, "``" + index) { Variable = index };

    public TypeUse GetSZArrayType(TypeUse elementType) => new(TypeUseKind.Array, elementType.Text + "[]");

    public TypeUse GetArrayType(TypeUse elementType, ArrayShape shape) =>
        new(TypeUseKind.Array, $"{elementType.Text}[{string.Join(',', Enumerable.Repeat("0:", shape.Rank))}]");

    public TypeUse GetPointerType(TypeUse elementType) => new(TypeUseKind.Pointer, elementType.Text + "*");

    public TypeUse GetByReferenceType(TypeUse elementType) => new(TypeUseKind.Pointer, elementType.Text + "@");

    public TypeUse GetFunctionPointerType(MethodSignature<TypeUse> signature) => new(TypeUseKind.Pointer, "=FUNC:");

    public TypeUse GetModifiedType(TypeUse modifier, TypeUse unmodifiedType, bool isRequired) => unmodifiedType;

    public TypeUse GetPinnedType(TypeUse elementType) => elementType;

    internal static TypeUse Of(TypeNode definition) => new(TypeUseKind.Named, definition.Name) { Definition = definition };

    /// <summary>Inserts type arguments into a name; each nested type takes as many as its own arity says.</summary>
    internal static string WithArguments(string name, IReadOnlyList<TypeUse> arguments)
    {
        int next = 0;
        return string.Join('.', name.Split('.').Select(part =>
        {
            int tick = part.LastIndexOf('`');
            if (tick < 0 || !int.TryParse(part.AsSpan(tick + 1), out int arity) || next + arity > arguments.Count)
                return part;
            string own = string.Join(',', arguments.Skip(next).Take(arity).Select(argument => argument.Text));
            next += arity;
            return $"{part[..tick]}{{{own}}}";
        }));
    }
}
