// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers.Library;

/// <summary>What an entry in Library.effects says about a compiled member.</summary>
internal enum LibraryEffect
{
    /// <summary>There is no entry for it.</summary>
    Unknown,

    /// <summary>It neither blocks nor allocates.</summary>
    Harmless,

    /// <summary>It may block.</summary>
    Blocks,

    /// <summary>It waits in a loop, as a spin lock does.</summary>
    Spins,

    /// <summary>It allocates managed memory.</summary>
    Allocates,

    /// <summary>It is harmless if a constant argument asks for ordinal comparison; otherwise its summary applies.</summary>
    Ordinal,
}
