// SPDX-License-Identifier: MIT
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Kernel.Analyzers.Library.Summaries;

namespace Kernel.Summarizer.Metadata;

/// <summary>The assemblies that are summarized together; resolves their tokens.</summary>
internal sealed class AssemblySet : IDisposable
{
    private const string SuppressGCTransition = "System.Runtime.InteropServices.SuppressGCTransitionAttribute";
    private const string Intrinsic = "System.Runtime.CompilerServices.IntrinsicAttribute";

    private readonly Dictionary<string, AssemblyNode> _assemblies = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, MethodNode> _external = [];
    private readonly IReadOnlyList<SummaryTable> _summaries;

    /// <summary>Opens the files.</summary>
    /// <param name="paths">Files; those that are not managed assemblies are skipped.</param>
    /// <param name="summaries">The summaries of the assemblies that they refer to.</param>
    internal AssemblySet(IEnumerable<string> paths, IReadOnlyList<SummaryTable> summaries)
    {
        _summaries = summaries;
        foreach (string path in paths)
        {
            if (AssemblyNode.Open(path) is { } assembly && !_assemblies.TryAdd(assembly.Name, assembly))
                assembly.Dispose();
        }

        foreach (AssemblyNode assembly in _assemblies.Values)
            ReadTypes(assembly);
        foreach (TypeNode type in Types)
            ReadHierarchy(type);
        foreach (TypeNode type in Types)
            ReadMethods(type);
    }

    internal IEnumerable<TypeNode> Types => _assemblies.Values.SelectMany(assembly => assembly.Types.Values);

    internal IEnumerable<MethodNode> Methods => Types.SelectMany(type => type.Methods);

    internal IEnumerable<MethodNode> External => _external.Values;

    internal TypeUse Named(AssemblyNode assembly, string name) => Find(assembly, name) is { } type
        ? SignatureReader.Of(type)
        : _assemblies.TryGetValue("System.Private.CoreLib", out AssemblyNode? core) && core.Types.TryGetValue(name, out TypeNode? known)
            ? SignatureReader.Of(known)
            : new TypeUse(TypeUseKind.Named, name);

    internal TypeUse Referenced(AssemblyNode assembly, TypeReferenceHandle handle)
    {
        string name = NameOf(assembly.Reader, handle);
        EntityHandle scope = assembly.Reader.GetTypeReference(handle).ResolutionScope;
        while (scope.Kind == HandleKind.TypeReference)
            scope = assembly.Reader.GetTypeReference((TypeReferenceHandle)scope).ResolutionScope;
        if (scope.Kind != HandleKind.AssemblyReference)
            return Named(assembly, name);

        string home = assembly.Reader.GetString(assembly.Reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name);
        return _assemblies.TryGetValue(home, out AssemblyNode? other) && Find(other, name) is { } type
            ? SignatureReader.Of(type)
            : new TypeUse(TypeUseKind.Named, name);
    }

    /// <summary>The type that a token names.</summary>
    internal TypeUse TypeOf(AssemblyNode assembly, EntityHandle handle)
    {
        var signatures = new SignatureReader(this, assembly);
        return handle.Kind switch
        {
            HandleKind.TypeDefinition => signatures.GetTypeFromDefinition(assembly.Reader, (TypeDefinitionHandle)handle, 0),
            HandleKind.TypeReference => signatures.GetTypeFromReference(assembly.Reader, (TypeReferenceHandle)handle, 0),
            _ => signatures.GetTypeFromSpecification(assembly.Reader, null, (TypeSpecificationHandle)handle, 0),
        };
    }

    /// <summary>The type that declares the field of a token.</summary>
    internal TypeUse OwnerOfField(AssemblyNode assembly, EntityHandle handle) => handle.Kind == HandleKind.FieldDefinition
        ? SignatureReader.Of(assembly.ByHandle[assembly.Reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType()])
        : TypeOf(assembly, assembly.Reader.GetMemberReference((MemberReferenceHandle)handle).Parent);

    /// <summary>The method that a token names.</summary>
    internal MethodUse MethodOf(AssemblyNode assembly, int token)
    {
        if (!assembly.Resolved.TryGetValue(token, out MethodUse? use))
            assembly.Resolved.Add(token, use = Resolve(assembly, (EntityHandle)MetadataTokens.Handle(token)));
        return use;
    }

    public void Dispose()
    {
        foreach (AssemblyNode assembly in _assemblies.Values)
            assembly.Dispose();
    }

    internal static bool HasAttribute(AssemblyNode assembly, CustomAttributeHandleCollection attributes, string name) =>
        attributes.Any(handle => AttributeName(assembly.Reader, handle) == name);

    private static string? AttributeName(MetadataReader reader, CustomAttributeHandle handle)
    {
        EntityHandle constructor = reader.GetCustomAttribute(handle).Constructor;
        if (constructor.Kind == HandleKind.MethodDefinition)
            return NameOf(reader, reader.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType());
        EntityHandle parent = reader.GetMemberReference((MemberReferenceHandle)constructor).Parent;
        return parent.Kind switch
        {
            HandleKind.TypeReference => NameOf(reader, (TypeReferenceHandle)parent),
            HandleKind.TypeDefinition => NameOf(reader, (TypeDefinitionHandle)parent),
            _ => null,
        };
    }

    private static string NameOf(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        string name = reader.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? NameOf(reader, outer) + "." + name
            : Qualified(reader.GetString(type.Namespace), name);
    }

    private static string NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference type = reader.GetTypeReference(handle);
        string name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? NameOf(reader, (TypeReferenceHandle)type.ResolutionScope) + "." + name
            : Qualified(reader.GetString(type.Namespace), name);
    }

    private static string Qualified(string space, string name) => space.Length == 0 ? name : space + "." + name;

    private static bool IsNestedOrTopLevelPublic(TypeAttributes attributes) => (attributes & TypeAttributes.VisibilityMask)
        is TypeAttributes.Public or TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem;

    private TypeNode? Find(AssemblyNode assembly, string name)
    {
        if (assembly.Types.TryGetValue(name, out TypeNode? type))
            return type;

        // Nested types are forwarded together with the type that contains them.
        for (string outer = name; outer.Length > 0; outer = outer.LastIndexOf('.') is > 0 and int dot ? outer[..dot] : "")
        {
            if (assembly.Forwarded.TryGetValue(outer, out string? home) &&
                _assemblies.TryGetValue(home, out AssemblyNode? other) && other != assembly)
            {
                return Find(other, name);
            }
        }

        return null;
    }

    private static void ReadTypes(AssemblyNode assembly)
    {
        MetadataReader reader = assembly.Reader;
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            var type = new TypeNode(assembly, handle, NameOf(reader, handle)) { Attributes = reader.GetTypeDefinition(handle).Attributes };
            assembly.Types[type.Name] = type;
            assembly.ByHandle.Add(handle, type);
        }

        foreach (ExportedType exported in reader.ExportedTypes.Select(reader.GetExportedType))
        {
            if (exported.IsForwarder && exported.Implementation.Kind == HandleKind.AssemblyReference)
            {
                AssemblyReference home = reader.GetAssemblyReference((AssemblyReferenceHandle)exported.Implementation);
                string name = Qualified(reader.GetString(exported.Namespace), reader.GetString(exported.Name));
                assembly.Forwarded[name] = reader.GetString(home.Name);
            }
        }
    }

    private void ReadHierarchy(TypeNode type)
    {
        MetadataReader reader = type.Assembly.Reader;
        TypeDefinition definition = reader.GetTypeDefinition(type.Handle);
        type.IsVisible = true;
        for (TypeDefinitionHandle handle = type.Handle; !handle.IsNil; handle = reader.GetTypeDefinition(handle).GetDeclaringType())
            type.IsVisible &= IsNestedOrTopLevelPublic(reader.GetTypeDefinition(handle).Attributes);
        if (!definition.BaseType.IsNil)
        {
            TypeUse parent = TypeOf(type.Assembly, definition.BaseType);
            type.Base = parent.Definition;
            type.Base?.Derived.Add(type);
            type.IsValueType = parent.Text == "System.Enum" || (parent.Text == "System.ValueType" && type.Name != "System.Enum");
            type.IsDelegate = parent.Text == "System.MulticastDelegate";
        }

        foreach (InterfaceImplementationHandle handle in definition.GetInterfaceImplementations())
        {
            TypeUse use = TypeOf(type.Assembly, reader.GetInterfaceImplementation(handle).Interface);
            if (use.Definition is { } implemented)
            {
                type.InterfacesUsed.Add(use);
                type.Interfaces.Add(implemented);
                implemented.Derived.Add(type);
            }
        }
    }

    private void ReadMethods(TypeNode type)
    {
        MetadataReader reader = type.Assembly.Reader;
        var signatures = new SignatureReader(this, type.Assembly);
        foreach (MethodDefinitionHandle handle in reader.GetTypeDefinition(type.Handle).GetMethods())
        {
            MethodDefinition definition = reader.GetMethodDefinition(handle);
            MethodSignature<TypeUse> signature = definition.DecodeSignature(signatures, null);
            string name = reader.GetString(definition.Name);
            bool isNative = (definition.Attributes & MethodAttributes.PinvokeImpl) != 0;
            MethodAttributes access = definition.Attributes & MethodAttributes.MemberAccessMask;
            var method = new MethodNode(type, handle, name, SignatureOf(signature))
            {
                Id = IdOf(type.Name, name, signature),
                ParameterCount = signature.ParameterTypes.Length,
                Arity = signature.GenericParameterCount,
                Attributes = definition.Attributes,
                ImplAttributes = definition.ImplAttributes,
                IsVisible = type.IsVisible &&
                    (access is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem ||
                        IsExplicitImplementation(name)),
                IsIntrinsic = HasAttribute(type.Assembly, definition.GetCustomAttributes(), Intrinsic),
                NativeEntry = isNative ? reader.GetString(definition.GetImport().Name) : null,
                SuppressesGCTransition = isNative && HasAttribute(type.Assembly, definition.GetCustomAttributes(), SuppressGCTransition),
                IsOpen = !type.IsSealed &&
                    (definition.Attributes & (MethodAttributes.Virtual | MethodAttributes.Final)) == MethodAttributes.Virtual,
            };
            type.Methods.Add(method);
            type.Assembly.Methods.Add(handle, method);
            if (name == ".cctor")
                type.StaticConstructor = method;
        }
    }

    private static bool IsExplicitImplementation(string name) => name.Contains('.', StringComparison.Ordinal) && name[0] != '.';

    private static string SignatureOf(MethodSignature<TypeUse> signature) =>
        $"{signature.GenericParameterCount}({ParametersOf(signature)}){signature.ReturnType.Text}";

    private static string ParametersOf(MethodSignature<TypeUse> signature) =>
        string.Join(',', signature.ParameterTypes.Select(parameter => parameter.Text));

    /// <summary>The documentation id, as compilers form it.</summary>
    private static string IdOf(string type, string name, MethodSignature<TypeUse> signature)
    {
        string id = $"M:{type}.{name.Replace('.', '#').Replace('<', '{').Replace('>', '}').Replace(',', '@')}";
        if (signature.GenericParameterCount > 0)
            id += "``" + signature.GenericParameterCount;
        if (signature.ParameterTypes.Length > 0)
            id += $"({ParametersOf(signature)})";
        return name is "op_Implicit" or "op_Explicit" or "op_CheckedExplicit" ? id + "~" + signature.ReturnType.Text : id;
    }

    private MethodUse Resolve(AssemblyNode assembly, EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodDefinition:
                MethodNode target = assembly.Methods[(MethodDefinitionHandle)handle];
                MethodDefinition definition = assembly.Reader.GetMethodDefinition((MethodDefinitionHandle)handle);
                MethodSignature<TypeUse> own = definition.DecodeSignature(new SignatureReader(this, assembly), null);
                TypeUse type = SignatureReader.Of(target.Type!);
                return new MethodUse(
                    target, type, [], target.Name, target.ParameterCount, own.Header.IsInstance, ReturnsValue(own));
            case HandleKind.MethodSpecification:
                MethodSpecification specification = assembly.Reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                MethodUse generic = Resolve(assembly, specification.Method);
                return generic with { Arguments = specification.DecodeSignature(new SignatureReader(this, assembly), null) };
            default:
                return Resolve(assembly, assembly.Reader.GetMemberReference((MemberReferenceHandle)handle));
        }
    }

    private MethodUse Resolve(AssemblyNode assembly, MemberReference reference)
    {
        string name = assembly.Reader.GetString(reference.Name);
        MethodSignature<TypeUse> signature = reference.DecodeMethodSignature(new SignatureReader(this, assembly), null);
        TypeUse owner = reference.Parent.Kind == HandleKind.MethodDefinition
            ? SignatureReader.Of(assembly.Methods[(MethodDefinitionHandle)reference.Parent].Type!)
            : TypeOf(assembly, reference.Parent);
        MethodNode? target = owner.Kind != TypeUseKind.Named ? null
            : owner.Definition is { } definition ? Lookup(definition, name, SignatureOf(signature))
            : KnownBySummary(owner, name, signature);
        return new MethodUse(
            target, owner, [], name, signature.ParameterTypes.Length, signature.Header.IsInstance, ReturnsValue(signature));
    }

    private static bool ReturnsValue(MethodSignature<TypeUse> signature) => signature.ReturnType.Text != "System.Void";

    private static MethodNode? Lookup(TypeNode type, string name, string signature)
    {
        for (TypeNode? holder = type; holder is not null; holder = holder.Base)
        {
            if (holder.Methods.Find(method => method.Name == name && method.Signature == signature) is { } found)
                return found;
        }

        return type.Interfaces.Select(implemented => Lookup(implemented, name, signature)).FirstOrDefault(found => found is not null);
    }

    /// <summary>A method of an assembly outside this set, with its summary if there is one.</summary>
    private MethodNode? KnownBySummary(TypeUse owner, string name, MethodSignature<TypeUse> signature)
    {
        string type = owner.Arguments.Count == 0 ? owner.Text : DefinitionNameOf(owner.Text);
        string id = IdOf(type, name, signature);
        if (_external.TryGetValue(id, out MethodNode? known))
            return known;

        LibrarySummary? summary = _summaries.Select(table => table.Find(id)).FirstOrDefault(found => found is not null);
        var method = new MethodNode(null, default, name, SignatureOf(signature))
        {
            Id = id,
            ParameterCount = signature.ParameterTypes.Length,
            Arity = signature.GenericParameterCount,
            IsOpen = summary is null or { IsOpen: true },
            Attributes = summary is { IsOpen: true } ? MethodAttributes.Virtual : 0,
            Summary = summary,
        };
        _external.Add(id, method);
        return method;
    }

    /// <summary>The name of the generic type definition: <c>List`1</c> for <c>List{System.Int32}</c>.</summary>
    private static string DefinitionNameOf(string text)
    {
        var result = new System.Text.StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '{')
            {
                result.Append(text[i]);
                continue;
            }

            int depth = 1, arity = 1;
            for (i++; depth > 0; i++)
            {
                depth += text[i] switch { '{' => 1, '}' => -1, _ => 0 };
                arity += text[i] == ',' && depth == 1 ? 1 : 0;
            }

            i--;
            result.Append('`').Append(arity);
        }

        return result.ToString();
    }
}
