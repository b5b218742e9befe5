// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Host.AddressSpaces;
using Linux;

namespace Kernel.VirtualMachines;

// Unsafe: a file pointer comes from Acquire with a use of its own, which is dropped once the mapping has one.
/// <summary>An open file descriptor that user space can map and close. Switching the system off closes it, too.</summary>
internal sealed unsafe class FileHandle(KvmSystem system, int descriptor)
{
    private readonly BriefLock _gate = new();
    private bool _isClosed;

    /// <summary>The descriptor.</summary>
    internal int Descriptor => descriptor;

    /// <summary>Maps the file into the process, 16 MB aligned.</summary>
    /// <param name="bytes">How much of it.</param>
    /// <param name="kind">What backs the mapping.</param>
    /// <param name="owner">Whose name the exception has.</param>
    /// <returns>The user address.</returns>
    /// <exception cref="ObjectDisposedException">The descriptor is closed, or the system disposed.</exception>
    internal ulong Map(ulong bytes, MappingKind kind, object owner)
    {
        using Lifetime.Scope _ = system.Enter(evenIfDown: true);
        @file* opened;
        using (_gate.Hold())
        {
            ObjectDisposedException.ThrowIf(_isClosed, owner);
            opened = system.Host.Files.Acquire(descriptor);
        }
        try
        {
            ulong address = system.Process.ReserveAddress(bytes);
            system.Process.MapFile(address, opened, bytes, new MappingOptions { Kind = kind });
            return address;
        }
        finally
        {
            system.Host.Files.Release(opened);
        }
    }

    /// <summary>Closes the descriptor, unless it is closed. After an oops nothing can be closed in order.</summary>
    internal void Close()
    {
        UserCode.ThrowIfInside();
        if (!system.Lifetime.TryBegin())
            return;
        try
        {
            using (_gate.Hold())
            {
                if (_isClosed)
                    return;
                _isClosed = true;
            }
            if (!system.Host.IsTainted)
                system.Host.Files.Close(descriptor);
        }
        finally
        {
            system.Lifetime.Leave();
        }
    }
}
