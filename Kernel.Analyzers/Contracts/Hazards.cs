// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers.Contracts;

/// <summary>What a contract can forbid.</summary>
[Flags]
internal enum Hazards
{
    None = 0,

    /// <summary>It may wait for something other than the processor, so that the scheduler runs another thread.</summary>
    Blocks = 1,

    /// <summary>It waits in a loop, as a spin lock does, and may yield.</summary>
    Spins = 2,

    /// <summary>It allocates managed memory.</summary>
    Allocates = 4,

    /// <summary>It throws or catches.</summary>
    Throws = 8,

    /// <summary>It may run a static initialization, or allocate the statics of a thread.</summary>
    FirstUse = 16,

    /// <summary>What it does is unknown.</summary>
    Unknown = 32,

    /// <summary>It touches memory that is only mapped with address translation on.</summary>
    Dereferences = 64,
}
