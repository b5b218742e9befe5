// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kernel.Benchmarks;

// Unsafe: the function pointers have the types of hpt_baseline.c and are called only between the constructor and Dispose. They follow
// their arguments: the processor that they created, and arrays of the measured machine, which disposes this object before its system.
/// <summary>The shared library of the baseline, which works on the memory of a <see cref="MeasuredMachine"/>.</summary>
internal sealed unsafe class Baseline : IDisposable
{
    private readonly nint _library;
    private readonly void* _processor;
    private readonly delegate* unmanaged<void*, HypercallArguments*, HypercallArguments*, long> _enterRemove;
    private readonly delegate* unmanaged<void*, HypercallArguments*, HypercallArguments*, long> _read;
    private readonly delegate* unmanaged<void*, HypercallArguments*, HypercallArguments*, long> _protect;
    private readonly delegate* unmanaged<void*, ulong, HypercallArguments*, long> _hypercall;

    /// <summary>Loads the library and passes it the memory of a machine.</summary>
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
            throw new InvalidOperationException("The baseline could not allocate its memory.");
        Registers = ((delegate* unmanaged<void*, ulong*>)Export("baseline_registers"))(_processor);
    }

    /// <summary>The general purpose registers of the baseline's processor.</summary>
    internal ulong* Registers { get; }

    /// <summary>Makes a list of H_ENTER and H_REMOVE calls; returns the number of failures.</summary>
    internal long EnterRemove(HypercallArguments* call, HypercallArguments* end) => _enterRemove(_processor, call, end);

    /// <summary>Makes a list of H_READ calls; returns the number of failures.</summary>
    internal long Read(HypercallArguments* call, HypercallArguments* end) => _read(_processor, call, end);

    /// <summary>Makes a list of H_PROTECT calls; returns the number of failures.</summary>
    internal long Protect(HypercallArguments* call, HypercallArguments* end) => _protect(_processor, call, end);

    /// <summary>Makes one hypercall; returns its result.</summary>
    internal long Hypercall(ulong number, HypercallArguments* call) => _hypercall(_processor, number, call);

    public void Dispose()
    {
        ((delegate* unmanaged<void*, void>)Export("baseline_destroy"))(_processor);
        NativeLibrary.Free(_library);
    }

    private void* Export(string name) => (void*)NativeLibrary.GetExport(_library, name);
}
