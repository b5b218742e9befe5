// SPDX-License-Identifier: MIT
using System.Reflection;
using System.Reflection.Metadata;
using Kernel.Analyzers.Library.Summaries;

namespace Kernel.Summarizer.Metadata;

/// <summary>A method that one of the assemblies defines, or one outside of them that at most a summary describes.</summary>
internal sealed class MethodNode(TypeNode? type, MethodDefinitionHandle handle, string name, string parameters)
{
    internal TypeNode? Type => type;

    internal MethodDefinitionHandle Handle => handle;

    internal string Name => name;

    /// <summary>
    /// The generic arity, the parameters as in a documentation id, and the result. A reference and its definition have the same.
    /// </summary>
    internal string Signature => parameters;

    internal required string Id { get; init; }

    internal required int ParameterCount { get; init; }

    internal int Arity { get; init; }

    internal MethodAttributes Attributes { get; init; }

    internal MethodImplAttributes ImplAttributes { get; init; }

    internal bool IsVisible { get; init; }

    internal bool IsIntrinsic { get; init; }

    /// <summary>The name of the native function that it imports, or null.</summary>
    internal string? NativeEntry { get; init; }

    internal bool SuppressesGCTransition { get; init; }

    /// <summary>Whether it never returns normally.</summary>
    internal bool NeverReturns { get; set; }

    /// <summary>For a method outside the assemblies: its summary, or null if there is none.</summary>
    internal LibrarySummary? Summary { get; init; }

    internal bool IsStatic => (Attributes & MethodAttributes.Static) != 0;

    internal bool IsVirtual => (Attributes & MethodAttributes.Virtual) != 0;

    internal bool IsAbstract => (Attributes & MethodAttributes.Abstract) != 0;

    internal bool IsFinal => (Attributes & MethodAttributes.Final) != 0;

    internal bool IsExternal => type is null;

    /// <summary>Whether a call may reach an override, possibly in code outside the assemblies.</summary>
    internal bool IsOpen { get; init; }

    /// <summary>Its name in chains of calls.</summary>
    internal string DisplayName => type is null ? Id[2..] : $"{type.Name[(type.Name.LastIndexOf('.') + 1)..]}.{name}";

    public override string ToString() => Id;
}
