// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Host.Memory;
using Kernel.Native;
using Linux;

namespace Kernel.Host.Files;

// Unsafe: each file is a block of the heap and lives as long as its use count: the descriptor holds one use, every mapping of the file
// another, and whoever has one from Acquire a third. f_op points into the data section, which lives as long as the heap.
/// <summary>The open files of the user process: what <c>anon_inode_getfd</c> hands out.</summary>
internal sealed unsafe class FileTable(NativeHeap heap, FaultInjector faults)
{
    private readonly BriefLock _gate = new();
    private readonly List<nint> _files = [];

    /// <summary>Opens a file over the operations; returns the lowest free descriptor or a negative error.</summary>
    internal int Open(string name, file_operations* operations, void* privateData)
    {
        int errno = faults.Next(AllocationPoint.FileDescriptor);
        if (errno != 0)
            return errno;
        @file* opened = (@file*)heap.Allocate($"struct file [{name}]", (nuint)sizeof(@file));
        opened->f_op = operations;
        opened->private_data = privateData;
        opened->f_count = 1;
        using (_gate.Hold())
        {
            int fd = _files.IndexOf(0);
            if (fd < 0)
            {
                _files.Add((nint)opened);
                return _files.Count - 1;
            }
            _files[fd] = (nint)opened;
            return fd;
        }
    }

    /// <summary>The file behind a descriptor, with a use that <see cref="Release"/> drops; null if there is none.</summary>
    internal @file* Acquire(int fd)
    {
        using (_gate.Hold())
        {
            @file* found = Find(fd);
            if (found != null)
                Atomics.Increment(ref found->f_count);
            return found;
        }
    }

    /// <summary>The file behind a descriptor, for callers that keep it open; null if there is none.</summary>
    internal @file* Find(int fd)
    {
        using (_gate.Hold())
            return fd >= 0 && fd < _files.Count ? (@file*)_files[fd] : null;
    }

    /// <summary>Closes a descriptor. The file is released when no mapping uses it any more.</summary>
    internal bool Close(int fd)
    {
        @file* closed;
        using (_gate.Hold())
        {
            closed = Find(fd);
            if (closed == null)
                return false;
            _files[fd] = 0;
        }
        Release(closed);
        return true;
    }

    /// <summary>Drops one use of a file.</summary>
    internal void Release(@file* used)
    {
        if (Atomics.Decrement(ref used->f_count) != 0)
            return;
        used->f_op->release(null, used);
        heap.Free(used);
    }

    /// <summary>Closes every descriptor.</summary>
    internal void CloseAll()
    {
        for (int fd = 0; fd < _files.Count; fd++)
            Close(fd);
    }
}
