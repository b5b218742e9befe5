// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Machine.Translation;

/// <summary>What an address is translated for.</summary>
internal enum AccessKind
{
    /// <summary>Reading data.</summary>
    Load,

    /// <summary>Writing data.</summary>
    Store,

    /// <summary>Reading an instruction.</summary>
    Fetch,
}
