// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Machine;

/// <summary>The memory on the processor's bus. Each access is atomic.</summary>
internal interface IRealMemory
{
    /// <summary>Reads 1, 2, 4 or 8 bytes that lie in one page, in the host's byte order.</summary>
    /// <returns>Whether anything answers at the address.</returns>
    bool TryLoad(ulong realAddress, int bytes, out ulong value);

    /// <summary>Writes 1, 2, 4 or 8 bytes that lie in one page, in the host's byte order.</summary>
    /// <returns>Whether anything answers at the address.</returns>
    bool TryStore(ulong realAddress, int bytes, ulong value);
}
