// SPDX-License-Identifier: MIT
using System.Reflection;
using System.Reflection.Metadata;

namespace Kernel.Summarizer.Metadata;

/// <summary>A type that one of the assemblies defines.</summary>
internal sealed class TypeNode(AssemblyNode assembly, TypeDefinitionHandle handle, string name)
{
    internal AssemblyNode Assembly => assembly;

    internal TypeDefinitionHandle Handle => handle;

    /// <summary>Its full name as in a documentation id: <c>System.Collections.Generic.List`1.Enumerator</c>.</summary>
    internal string Name => name;

    internal TypeAttributes Attributes { get; init; }

    internal bool IsVisible { get; set; }

    internal TypeNode? Base { get; set; }

    internal bool IsValueType { get; set; }

    internal bool IsDelegate { get; set; }

    internal List<TypeNode> Interfaces { get; } = [];

    /// <summary>The interfaces with their type arguments, which may contain the type's own variables.</summary>
    internal List<TypeUse> InterfacesUsed { get; } = [];

    internal List<TypeNode> Derived { get; } = [];

    internal List<MethodNode> Methods { get; } = [];

    internal MethodNode? StaticConstructor { get; set; }

    internal bool IsSealed => (Attributes & TypeAttributes.Sealed) != 0;

    internal bool IsInterface => (Attributes & TypeAttributes.Interface) != 0;

    internal bool IsBeforeFieldInit => (Attributes & TypeAttributes.BeforeFieldInit) != 0;

    /// <summary>Whether code outside the assemblies can derive from it.</summary>
    internal bool IsOpen => IsVisible && !IsSealed;

    public override string ToString() => Name;
}
