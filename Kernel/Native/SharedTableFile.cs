// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;
using Kernel.Concurrency;
using Microsoft.Win32.SafeHandles;

namespace Kernel.Native;

// Unsafe: the parts are mappings that are held until Dispose, which the heap calls when no block of the file is in use any more. Every
// range that is given out lies inside one part; directories are ranges that are never given back.
/// <summary>
/// A file that holds the tables of virtual machines while they run, so that another process that maps it sees them live. It lies below a
/// <see cref="NativeHeap"/>, which takes blocks of tables from here and all others from the system.
/// </summary>
/// <remarks>
/// One at a time uses a path: it holds <c>PATH.lock</c> open, which the system releases when the process ends, in whatever way. The file
/// grows by parts up to a limit. The listed block of a name is the latest of its owner; a block that is freed is no longer listed, even if
/// its memory stays in use.
/// Nobody else can open the file for writing on Windows, and nobody without more rights than its reader's on other systems. If it is
/// truncated all the same, an access before the next <see cref="RepairTruncation"/> ends the process by a signal.
/// </remarks>
internal sealed unsafe partial class SharedTableFile : IDisposable
{
    private const ulong Granularity = 4096;
    private const ulong SmallestPart = 64 << 20;

    private const int FileTooLarge = 27;        // EFBIG and its like in the Linux ABI
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    private readonly BriefLock _gate = new();
    private readonly FileStream _claim;
    private readonly FileStream _file;
    private readonly ulong _limit;
    private readonly SortedList<ulong, TakenRange> _taken = [];         // by offset
    private readonly List<nint> _directories = [];
    private readonly Dictionary<(uint Machine, string Name), nint> _listed = [];
    private readonly Dictionary<nuint, (uint Number, int Blocks)> _machines = [];
    private MappedPart[] _parts = [];           // replaced as a whole
    private uint _lastMachine;
    private bool _isLost;

    private SharedTableFile(FileStream claim, FileStream file, ulong limit)
    {
        _claim = claim;
        _file = file;
        _limit = limit;
        if (!TryAddDirectory(out string? refusal))
            throw new IOException(refusal);
    }

    /// <summary>Whether it was truncated: what its tables held is gone.</summary>
    internal bool IsLost => Atomics.Read(in _isLost);

    private ulong Size => _parts.Length == 0 ? 0 : _parts[^1].Offset + _parts[^1].Length;

    /// <summary>Makes a file, in place of an earlier file of tables. It is sparse where the file system supports that.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="limit">Maximum bytes: 64 MB for each virtual machine will do.</param>
    /// <exception cref="IOException">The path is in use, the file cannot be made, or the path holds something else.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made.</exception>
    internal static SharedTableFile Create(string path, ulong limit)
    {
        path = Path.GetFullPath(File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path);
        RequireNoOtherContent(path);
        FileStream claim = Claim(path);
        try
        {
            RequireNoOtherContent(path);
            File.Delete(path);                          // not truncated: a reader may have it mapped
            FileStream file = CreateReadOnly(path);
            try
            {
                return new SharedTableFile(claim, file, limit);
            }
            catch
            {
                file.Dispose();
                File.Delete(path);
                throw;
            }
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>Whether an address lies in the file.</summary>
    internal bool Owns(nuint address)
    {
        foreach (MappedPart part in Atomics.Read(in _parts))
        {
            if (part.Contains(address))
                return true;
        }
        return false;
    }

    /// <summary>Takes zeroed memory for a block.</summary>
    /// <param name="name">The name under which it will be listed, for the refusal.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="refusal">Why there is none.</param>
    /// <returns>The first byte, or 0.</returns>
    internal nuint Take(string name, nuint length, out string? refusal)
    {
        using (_gate.Hold())
        {
            refusal = DescribeBadName(name);
            return refusal is null ? TakeRange(name, length, out refusal) : 0;
        }
    }

    /// <summary>
    /// Makes sure that the disk has space for a block. Without it the first touch of a page of a sparse file ends the process on a full
    /// disk; only Linux has the call.
    /// </summary>
    /// <returns>Why there is none, or null.</returns>
    internal string? Reserve(NativeAllocation block)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        nuint first = block.Address - NativeAllocation.GuardLength;
        nuint length = block.Limit + NativeAllocation.GuardLength - first;
        try
        {
            int error = AllocateSpace(_file.SafeFileHandle, (long)OffsetOf(first), (long)length);
            return error is FileTooLarge or NoSpace or QuotaExceeded
                ? $"{_file.Name}: no room for {block.Name} ({block.Length} bytes): error {error}; expected {length} free bytes on its disk."
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Lists a block inside memory that was taken, instead of an earlier one of the same owner and name.</summary>
    /// <param name="owner">Any number that tells one virtual machine from the others; 0: the block belongs to none.</param>
    /// <param name="taken">What <see cref="Take"/> returned.</param>
    /// <param name="block">The block.</param>
    /// <returns>Why it cannot be listed, or null.</returns>
    internal string? Publish(nuint owner, nuint taken, NativeAllocation block)
    {
        using (_gate.Hold())
        {
            (uint machine, int blocks) = _machines.GetValueOrDefault(owner, (owner == 0 ? 0 : _lastMachine + 1, 0));
            nint entry = _listed.GetValueOrDefault((machine, block.Name));
            if (entry == 0 && (entry = FindFreeEntry(block.Name, out string? refusal)) == 0)
                return refusal;

            TakenRange range = _taken[OffsetOf(taken)];
            (range.Owner, range.Listed) = (owner, (machine, block.Name));
            _machines[owner] = (machine, blocks + 1);
            _lastMachine = Math.Max(_lastMachine, machine);
            _listed[(machine, block.Name)] = entry;
            ((SharedBlock*)entry)->Set(machine, block.Name, OffsetOf(block.Address), block.Length);
            return null;
        }
    }

    /// <summary>Takes the block in a range off the list, if it is on it. The memory stays taken.</summary>
    /// <param name="taken">What <see cref="Take"/> returned.</param>
    internal void Withdraw(nuint taken)
    {
        using (_gate.Hold())
            WithdrawRange(OffsetOf(taken));
    }

    /// <summary>Gives memory back, and takes the block that was in it off the list.</summary>
    /// <param name="taken">What <see cref="Take"/> returned.</param>
    internal void Return(nuint taken)
    {
        ulong offset = OffsetOf(taken);
        using (_gate.Hold())
        {
            WithdrawRange(offset);
            NativeMemory.Clear((void*)taken, (nuint)_taken[offset].Length);
            _taken.Remove(offset);
        }
    }

    /// <summary>
    /// Notices that the file was truncated. It then gets its length again, so that no later access ends the process; what was in it is
    /// lost, and no block is taken or listed any more.
    /// </summary>
    /// <returns>What has happened since the last call, or null.</returns>
    internal string? RepairTruncation()
    {
        using (_gate.Hold())
        {
            SafeFileHandle handle = _file.SafeFileHandle;
            long length = RandomAccess.GetLength(handle);
            if (length >= (long)Size)
                return null;
            RandomAccess.SetLength(handle, (long)Size);
            Atomics.Write(ref _isLost, true);
            return $"{_file.Name}: has {length} bytes; expected {Size}. It was truncated while a system used it: its tables are lost.";
        }
    }

    /// <summary>Unmaps the file, which stays where it is, and lets others have the path.</summary>
    public void Dispose()
    {
        foreach (MappedPart part in _parts)
            part.Dispose();
        _file.Dispose();
        _claim.Dispose();
    }

    // The claim is a file that is never deleted: who deletes a locked file cannot tell whether another has just opened it.
    private static FileStream Claim(string path)
    {
        string claim = path + ".lock";
        try
        {
            return new FileStream(claim, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException busy) when (busy.GetType() == typeof(IOException) && File.Exists(claim))
        {
            string user = ProcessOf(path) is { } process ? $"process {process}" : "another system";
            throw new IOException($"{path}: {user} has its tables in it; expected a path that no running system uses.", busy);
        }
    }

    // Others may read: a file that can be written can be truncated.
    private static FileStream CreateReadOnly(string path)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read | FileShare.Delete, BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        return new FileStream(path, options);
    }

    private static void RequireNoOtherContent(string path)
    {
        if (Directory.Exists(path) || (File.Exists(path) && ProcessOf(path) is null))
            throw new IOException($"{path}: is not a file of tables; expected a new path, or an earlier file of tables.");
    }

    // The process that has written a file of tables; null if it is none. A version of the format that had no such word gives 0.
    private static uint? ProcessOf(string path)
    {
        if (!File.Exists(path))
            return null;
        using FileStream file = OpenForReading(path);
        Span<byte> head = stackalloc byte[24];
        return file.CanSeek && file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length
            && MemoryMarshal.Read<ulong>(head) == SharedTables.ExpectedMagic
            ? MemoryMarshal.Read<uint>(head[20..])
            : null;
    }

    // For reading only, opening a named pipe would wait for a writer. A file of tables may be read-only.
    private static FileStream OpenForReading(string path)
    {
        const FileShare shared = FileShare.ReadWrite | FileShare.Delete;
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, shared);
        }
        catch (UnauthorizedAccessException)
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, shared);
        }
    }

    private ulong OffsetOf(nuint address)
    {
        MappedPart part = _parts.First(part => part.Contains(address));
        return part.Offset + (address - part.Address);
    }

    private string? DescribeBadName(string name)
    {
        if (name.Length < SharedBlock.NameLength && name.All(char.IsAscii) && !name.Contains('\0', StringComparison.Ordinal))
            return null;
        return $"{_file.Name}: the name '{name}' has {name.Length} characters; expected at most {SharedBlock.NameLength - 1}, of ASCII.";
    }

    private nuint TakeRange(string name, nuint length, out string? refusal)
    {
        refusal = null;
        ulong wanted = (length + Granularity - 1) & ~(Granularity - 1);
        nuint address = 0;
        if (IsLost)
            refusal = $"{_file.Name}: no room for {name} ({length} bytes): it was truncated; expected a file that nobody else writes.";
        else if (wanted < length || (FindRoom(wanted, out address) is false && !(TryGrow(wanted) && FindRoom(wanted, out address))))
            refusal = $"{_file.Name}: no room for {name} ({length} bytes): it has {Size} bytes, and may have {_limit} at most; "
                + "expected fewer machines at a time, or more space.";
        else
            _taken.Add(OffsetOf(address), new TakenRange(wanted));
        return address;
    }

    // The first gap that is large enough.
    private bool FindRoom(ulong wanted, out nuint address)
    {
        address = 0;
        foreach (MappedPart part in _parts)
        {
            ulong at = part.Offset;
            ulong end = part.Offset + part.Length;
            foreach ((ulong offset, TakenRange range) in _taken)
            {
                if (offset < part.Offset || offset >= end)
                    continue;
                if (offset - at >= wanted)
                    break;
                at = offset + range.Length;
            }
            if (end - at < wanted)
                continue;
            address = part.Address + (nuint)(at - part.Offset);
            return true;
        }
        return false;
    }

    private bool TryGrow(ulong wanted)
    {
        try
        {
            return AddPart(wanted);
        }
        catch (Exception exception) when (exception is IOException or OutOfMemoryException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool AddPart(ulong wanted)
    {
        ulong size = Size;
        ulong length = Math.Max(wanted, Math.Min(SmallestPart, _limit - size)) & ~(Granularity - 1);
        if (length < wanted || length > _limit - size)
            return false;
        MappedPart[] parts = [.. _parts, new MappedPart(_file, size, length)];
        Atomics.Write(ref _parts, parts);
        return true;
    }

    private nint FindFreeEntry(string name, out string? refusal)
    {
        refusal = null;
        nint entry = _directories.Select(FindFreeEntryIn).FirstOrDefault(found => found != 0);
        if (entry == 0 && TryAddDirectory(out refusal))
            entry = FindFreeEntryIn(_directories[^1]);
        if (entry == 0)
            refusal = $"{refusal} No entry is free for {name}: all {_directories.Count * SharedTables.MaxBlocks} are in use.";
        return entry;
    }

    private static nint FindFreeEntryIn(nint directory)
    {
        var blocks = (SharedBlock*)&((SharedTables*)directory)->Blocks;
        for (int i = 0; i < SharedTables.MaxBlocks; i++)
        {
            if (blocks[i].State == SharedBlock.Free)
                return (nint)(blocks + i);
        }
        return 0;
    }

    private bool TryAddDirectory(out string? refusal)
    {
        nuint memory = TakeRange("a directory", (nuint)sizeof(SharedTables), out refusal);
        if (memory == 0)
            return false;
        ((SharedTables*)memory)->Initialize();
        if (_directories.Count != 0)
            Atomics.Write(ref ((SharedTables*)_directories[^1])->Next, OffsetOf(memory));
        _directories.Add((nint)memory);
        return true;
    }

    private void WithdrawRange(ulong offset)
    {
        TakenRange range = _taken[offset];
        if (range.Listed is not { } listed)
            return;
        range.Listed = null;
        nint entry = _listed.GetValueOrDefault(listed);
        // A later block of the same name may have its entry.
        if (entry != 0 && ((SharedBlock*)entry)->Offset - offset < range.Length)
        {
            ((SharedBlock*)entry)->Clear();
            _listed.Remove(listed);
        }
        (uint machine, int blocks) = _machines[range.Owner];
        if (blocks == 1)
            _machines.Remove(range.Owner);
        else
            _machines[range.Owner] = (machine, blocks - 1);
    }

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    private static partial int AllocateSpace(SafeFileHandle file, long offset, long length);
}
