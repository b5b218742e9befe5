// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host;
using Kernel.Host.AddressSpaces;

namespace Kernel.VirtualMachines;

// Unsafe: the file pointer is used within one expression. The open descriptor, which is this handle's until Dispose, keeps the file alive;
// MapFile takes a use of its own before it returns.
/// <summary>A table of I/O translations that user space holds open. It keeps its virtual machine alive.</summary>
public sealed unsafe class TceTable : IDisposable
{
    private const int WindowShiftOfEntry = 12;

    private readonly SimulatedHost _host;
    private bool _closed;

    internal TceTable(SimulatedHost host, int descriptor, uint windowSize)
    {
        _host = host;
        Descriptor = descriptor;
        EntryCount = (int)(windowSize >> WindowShiftOfEntry);
    }

    /// <summary>Its file descriptor.</summary>
    public int Descriptor { get; }

    /// <summary>Entries: one 64-bit word for each 4 KB of the window.</summary>
    public int EntryCount { get; }

    /// <summary>Maps the table into the process, where the entries can be read.</summary>
    /// <returns>The user address.</returns>
    public ulong Map()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        ulong page = 1ul << _host.Memory.PageShift;
        ulong bytes = ((ulong)EntryCount * sizeof(ulong) + page - 1) & ~(page - 1);
        ulong address = _host.Process.ReserveAddress(bytes);
        _host.Process.MapFile(address, _host.Files.Find(Descriptor), bytes, new MappingOptions { Kind = MappingKind.SmallPages });
        return address;
    }

    /// <summary>Closes the descriptor. The table is freed once it is unmapped as well.</summary>
    public void Dispose()
    {
        if (_closed)
            return;
        _closed = true;
        if (!_host.IsTainted)
            _host.Files.Close(Descriptor);
    }
}
