// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host;
using Kernel.Host.AddressSpaces;

namespace Kernel.VirtualMachines;

// Unsafe: the file pointer is used within one expression and kept nowhere. The open descriptor, which is this handle's until Dispose,
// keeps the file alive; MapFile takes a use of its own before it returns.
/// <summary>A preallocated real mode area that user space holds open: maps it, then gives it to a memory slot at guest address 0.</summary>
public sealed unsafe class RealModeArea : IDisposable
{
    private readonly SimulatedHost _host;
    private bool _closed;

    internal RealModeArea(SimulatedHost host, int descriptor, ulong size)
    {
        _host = host;
        Descriptor = descriptor;
        Size = size;
    }

    /// <summary>Its file descriptor.</summary>
    public int Descriptor { get; }

    /// <summary>Bytes.</summary>
    public ulong Size { get; }

    /// <summary>Maps it into the process, 16 MB aligned.</summary>
    /// <returns>The user address.</returns>
    public ulong Map()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        ulong address = _host.Process.ReserveAddress(Size);
        _host.Process.MapFile(address, _host.Files.Find(Descriptor), Size, new MappingOptions { Kind = MappingKind.RealModeArea });
        return address;
    }

    /// <summary>Closes the descriptor. The area stays in use while it is mapped or while a virtual machine runs on it.</summary>
    public void Dispose()
    {
        if (_closed)
            return;
        _closed = true;
        if (!_host.IsTainted)
            _host.Files.Close(Descriptor);
    }
}
