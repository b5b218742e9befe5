// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kernel.Benchmarks;

// Unsafe: the functions have the types of hpt_baseline.c, are called between the constructor and Dispose only, and follow what they get:
// the processor they made and arrays of the measured machine, which disposes this object before its system.
/// <summary>The baseline's shared library, working on the memory of a <see cref="MeasuredMachine"/>.</summary>
internal sealed unsafe class Baseline : IDisposable
{
    private readonly nint _library;
    private readonly void* _processor;
    private readonly delegate* unmanaged<void*, HypercallArguments*, HypercallArguments*, long> _enterRemove;
    private readonly delegate* unmanaged<void*, HypercallArguments*, HypercallArguments*, long> _read;
    private readonly delegate* unmanaged<void*, HypercallArguments*, HypercallArguments*, long> _protect;
    private readonly delegate* unmanaged<void*, ulong, HypercallArguments*, long> _hypercall;

    /// <summary>Loads the library and gives it a machine.</summary>
    internal Baseline(string path, ulong* table, ulong* guestSecond, ulong* frames, int largePages)
    {
        _library = NativeLibrary.Load(path);
        _enterRemove = (delegate* unmanaged<void*, HypercallArguments*, HypercallArguments*, long>)Export("baseline_enter_remove");
        _read = (delegate* unmanaged<void*, HypercallArguments*, HypercallArguments*, long>)Export("baseline_read");
        _protect = (delegate* unmanaged<void*, HypercallArguments*, HypercallArguments*, long>)Export("baseline_protect");
        _hypercall = (delegate* unmanaged<void*, ulong, HypercallArguments*, long>)Export("baseline_hypercall");
        var create = (delegate* unmanaged<ulong*, ulong*, ulong*, ulong, void*>)Export("baseline_create");
        _processor = create(table, guestSecond, frames, (ulong)largePages);
        if (_processor == null)
            throw new InvalidOperationException("The baseline has no memory.");
        Registers = ((delegate* unmanaged<void*, ulong*>)Export("baseline_registers"))(_processor);
    }

    /// <summary>The general purpose registers of its processor.</summary>
    internal ulong* Registers { get; }

    /// <summary>The loop of H_ENTER and H_REMOVE.</summary>
    internal long EnterRemove(HypercallArguments* call, HypercallArguments* end) => _enterRemove(_processor, call, end);

    /// <summary>The loop of H_READ.</summary>
    internal long Read(HypercallArguments* call, HypercallArguments* end) => _read(_processor, call, end);

    /// <summary>The loop of H_PROTECT.</summary>
    internal long Protect(HypercallArguments* call, HypercallArguments* end) => _protect(_processor, call, end);

    /// <summary>One hypercall.</summary>
    internal long Hypercall(ulong number, HypercallArguments* call) => _hypercall(_processor, number, call);

    public void Dispose()
    {
        ((delegate* unmanaged<void*, void>)Export("baseline_destroy"))(_processor);
        NativeLibrary.Free(_library);
    }

    private void* Export(string name) => (void*)NativeLibrary.GetExport(_library, name);
}
