// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers.Contracts;

/// <summary>What code may do that a contract forbids.</summary>
[Flags]
internal enum Hazards
{
    None = 0,

    /// <summary>It may wait for something other than the processor: the scheduler takes over.</summary>
    Blocks = 1,

    /// <summary>It waits in a loop, as a spin lock does, and at worst yields.</summary>
    Spins = 2,

    /// <summary>It allocates managed memory.</summary>
    Allocates = 4,

    /// <summary>It throws or catches.</summary>
    Throws = 8,

    /// <summary>It may run a static initialization, or allocate the statics of a thread.</summary>
    FirstUse = 16,

    /// <summary>Nobody knows what it does.</summary>
    Unknown = 32,

    /// <summary>It touches memory that is mapped with translation on only.</summary>
    Dereferences = 64,
}
