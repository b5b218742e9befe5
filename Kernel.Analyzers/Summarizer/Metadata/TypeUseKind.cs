// SPDX-License-Identifier: MIT
namespace Kernel.Summarizer.Metadata;

/// <summary>What a signature names.</summary>
internal enum TypeUseKind
{
    /// <summary>A class, struct, interface, enum or delegate.</summary>
    Named,

    /// <summary>A type variable of the type around.</summary>
    TypeVariable,

    /// <summary>A type variable of the method.</summary>
    MethodVariable,

    /// <summary>An array.</summary>
    Array,

    /// <summary>A pointer, a reference, a function pointer.</summary>
    Pointer,
}
