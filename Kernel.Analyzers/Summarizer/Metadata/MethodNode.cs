// SPDX-License-Identifier: MIT
using System.Reflection;
using System.Reflection.Metadata;
using Kernel.Summarizer.Effects;

namespace Kernel.Summarizer.Metadata;

/// <summary>A method that one of the assemblies defines, or that only its summary tells of.</summary>
internal sealed class MethodNode(TypeNode? type, MethodDefinitionHandle handle, string name, string parameters)
{
    internal TypeNode? Type => type;

    internal MethodDefinitionHandle Handle => handle;

    internal string Name => name;

    /// <summary>The parameters as in a documentation id, the generic arity before them and the result behind; equal for a reference and what it refers to.</summary>
    internal string Signature => parameters;

    internal required string Id { get; init; }

    internal required int ParameterCount { get; init; }

    internal int Arity { get; init; }

    internal MethodAttributes Attributes { get; init; }

    internal MethodImplAttributes ImplAttributes { get; init; }

    internal bool IsVisible { get; init; }

    internal bool IsIntrinsic { get; init; }

    /// <summary>The native function that it is, or null.</summary>
    internal string? NativeEntry { get; init; }

    internal bool SuppressesGCTransition { get; init; }

    /// <summary>Does control never come back from it?</summary>
    internal bool NeverReturns { get; set; }

    internal MethodEffects Effects { get; } = new();

    internal bool IsStatic => (Attributes & MethodAttributes.Static) != 0;

    internal bool IsVirtual => (Attributes & MethodAttributes.Virtual) != 0;

    internal bool IsAbstract => (Attributes & MethodAttributes.Abstract) != 0;

    internal bool IsFinal => (Attributes & MethodAttributes.Final) != 0;

    internal bool IsExternal => type is null;

    /// <summary>Does a call by way of its type reach other bodies, perhaps ones that nobody has seen?</summary>
    internal bool IsOpen { get; init; }

    /// <summary>The name by which a chain calls it.</summary>
    internal string DisplayName => type is null ? Id[2..] : $"{type.Name[(type.Name.LastIndexOf('.') + 1)..]}.{name}";

    public override string ToString() => Id;
}
