// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers.Library.Summaries;

/// <summary>What a summary says a compiled method does.</summary>
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

    /// <summary>It may run a static constructor that does more than assign constants, or touch a thread-static field.</summary>
    FirstUse = 8,

    /// <summary>It calls code about which nothing is known.</summary>
    Unknown = 16,

    /// <summary>Code outside the summarized assemblies may override it.</summary>
    Open = 32,

    /// <summary>In a file: conditions, invoked parameters or a witness follow.</summary>
    HasDetails = 64,
}
