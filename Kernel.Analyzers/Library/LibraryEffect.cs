// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers.Library;

/// <summary>What a compiled member is known to do.</summary>
internal enum LibraryEffect
{
    /// <summary>Nothing is known of it.</summary>
    Unknown,

    /// <summary>It neither blocks nor allocates.</summary>
    Harmless,

    /// <summary>It may block.</summary>
    Blocks,

    /// <summary>It waits in a loop, as a spin lock does.</summary>
    Spins,

    /// <summary>It allocates managed memory.</summary>
    Allocates,

    /// <summary>It is harmless where it is told, by a constant, to compare ordinally; else it is what its summary says.</summary>
    Ordinal,
}
