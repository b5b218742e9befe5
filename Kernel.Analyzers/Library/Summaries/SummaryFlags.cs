// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers.Library.Summaries;

/// <summary>What a compiled method does, as a summary says it.</summary>
[Flags]
internal enum SummaryFlags : byte
{
    /// <summary>Nothing that a contract forbids.</summary>
    None = 0,

    /// <summary>It may block.</summary>
    Blocks = 1,

    /// <summary>It waits in a loop, as a spin lock does.</summary>
    Spins = 2,

    /// <summary>It allocates managed memory.</summary>
    Allocates = 4,

    /// <summary>It may run a static constructor that does more than fill in constants, or touch the statics of a thread.</summary>
    FirstUse = 8,

    /// <summary>It calls something of which nothing is known.</summary>
    Unknown = 16,

    /// <summary>It can be overridden by code that nobody has seen.</summary>
    Open = 32,

    /// <summary>Conditions, parameters that are called, or a witness follow.</summary>
    HasDetails = 64,
}
