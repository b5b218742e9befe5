// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers.SharedWords;

/// <summary>What becomes of the value of a read.</summary>
internal enum WordUse
{
    /// <summary>Only a branch depends on it.</summary>
    Test,

    /// <summary>A variable holds it, an atomic update is given it, or nothing is done with it.</summary>
    Stored,

    /// <summary>Anything else.</summary>
    Value,
}
