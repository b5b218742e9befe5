// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.AddressSpaces;

namespace Kernel.VirtualMachines;

/// <summary>A preallocated real mode area that user space holds open: maps it, then gives it to a memory slot at guest address 0.</summary>
public sealed class RealModeArea : IDisposable
{
    private readonly FileHandle _file;

    internal RealModeArea(KvmSystem system, int descriptor, ulong size)
    {
        _file = new FileHandle(system, descriptor);
        Size = size;
    }

    /// <summary>Its file descriptor.</summary>
    public int Descriptor => _file.Descriptor;

    /// <summary>Bytes.</summary>
    public ulong Size { get; }

    /// <summary>Maps it into the process, 16 MB aligned.</summary>
    /// <returns>The user address.</returns>
    /// <exception cref="ObjectDisposedException">The area is closed, or its system disposed.</exception>
    public ulong Map() => _file.Map(Size, MappingKind.RealModeArea, this);

    /// <summary>Closes the descriptor. The area stays in use while it is mapped or while a virtual machine runs on it.</summary>
    /// <exception cref="InvalidOperationException">Called from a guest's program or an event handler. It is still open.</exception>
    public void Dispose() => _file.Close();
}
