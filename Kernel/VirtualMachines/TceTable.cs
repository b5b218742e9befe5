// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.AddressSpaces;

namespace Kernel.VirtualMachines;

/// <summary>
/// A table of I/O translations that user space holds open. It keeps its virtual machine alive, and ends with its system.
/// </summary>
public sealed class TceTable : IDisposable
{
    private const int WindowShiftOfEntry = 12;

    private readonly FileHandle _file;
    private readonly ulong _page;

    internal TceTable(KvmSystem system, int descriptor, uint windowSize)
    {
        _file = new FileHandle(system, descriptor);
        _page = 1ul << system.Options.PageShift;
        EntryCount = (int)(windowSize >> WindowShiftOfEntry);
    }

    /// <summary>Its file descriptor.</summary>
    public int Descriptor => _file.Descriptor;

    /// <summary>Entries: one 64-bit word for each 4 KB of the window.</summary>
    public int EntryCount { get; }

    /// <summary>Maps the table into the process, where the entries can be read.</summary>
    /// <returns>The user address.</returns>
    /// <exception cref="ObjectDisposedException">The table is closed, or its system disposed.</exception>
    public ulong Map() =>
        _file.Map(((ulong)EntryCount * sizeof(ulong) + _page - 1) & ~(_page - 1), MappingKind.SmallPages, this);

    /// <summary>Closes the descriptor. The table is freed once it is unmapped as well.</summary>
    /// <exception cref="InvalidOperationException">Called from a guest's program or an event handler. It is still open.</exception>
    public void Dispose() => _file.Close();
}
