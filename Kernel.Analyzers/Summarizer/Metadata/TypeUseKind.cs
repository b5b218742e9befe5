// SPDX-License-Identifier: MIT
namespace Kernel.Summarizer.Metadata;

/// <summary>The kind of type that a signature refers to.</summary>
internal enum TypeUseKind
{
    /// <summary>A class, struct, interface, enum or delegate.</summary>
    Named,

    /// <summary>A type variable of the containing type.</summary>
    TypeVariable,

    /// <summary>A type variable of the method.</summary>
    MethodVariable,

    /// <summary>An array.</summary>
    Array,

    /// <summary>A pointer, a managed reference or a function pointer.</summary>
    Pointer,
}
