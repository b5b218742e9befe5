// SPDX-License-Identifier: GPL-2.0-only
using System.Reflection;
using System.Runtime.CompilerServices;
using Kernel.Cli.Layout;
using Kernel.Native;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.Layout;

/// <summary>Every struct with a fixed layout and every block of unmanaged memory has a layout page, or a reason to have none.</summary>
[TestFixture]
public sealed class VisibleStructTests
{
    // Structs with a fixed layout that only the port accesses, with the reason.
    private static readonly Dictionary<string, string> Private = new()
    {
        ["Kernel.Native.SharedBlock+BlockList"] = "storage for entries that have a page",
        ["Linux.kvm_sregs+slb_table"] = "storage for entries that have a page",
        ["Linux.kvm_arch+slot_phys_table+slots"] = "the kernel's array of pointers to words that have a page",
        ["Linux.kvm_vcpu_arch+slb_table"] = "the kernel's copy of a vcpu's SLB between runs",
        ["Linux.kvm_memslots+memslot_array"] = "internal to the kernel",
    };

    // Blocks of a booted system that only the port accesses, by the beginning of their names, with the reason.
    private static readonly Dictionary<string, string> PrivateBlocks = new()
    {
        ["struct task_struct"] = "internal to the simulated host",
        ["struct mm_struct"] = "internal to the simulated host",
        ["struct vm_area_struct"] = "internal to the simulated host",
        ["cores"] = "internal to the simulated host",
        ["hardware threads"] = "registers, which are not in memory",
        ["SLB"] = "in the processor, not in memory",
        ["paca"] = "internal to the kernel, one for each processor",
        ["(ulong)sizeof("] = "a struct of the kernel, at addresses that only the kernel uses",
        ["rmap["] = "internal to the kernel",
        ["kvm_"] = "a static variable of the kernel",
        ["native_tlbie_lock"] = "a static variable of the kernel",
        ["lpid_inuse"] = "a static variable of the kernel",
        ["vm_list"] = "a static variable of the kernel",
        ["rma_lock"] = "a static variable of the kernel",
        ["free_rmas"] = "a static variable of the kernel",
    };

    // Blocks that have a page, by the beginning of their names.
    private static readonly Dictionary<string, string> Pages = new()
    {
        ["HPT"] = "hpt", ["revmap"] = "revmap", ["slot_phys["] = "slot_phys", ["struct kvm_run"] = "kvm_run",
    };

    private static IEnumerable<Type> FixedStructs => typeof(NativeHeap).Assembly.GetTypes()
        .Where(type => type.IsValueType && !type.IsEnum && type.Namespace is not null)
        .Where(type => !type.FullName!.Contains('<', StringComparison.Ordinal))
        .Where(type => type.IsExplicitLayout || type.GetCustomAttribute<InlineArrayAttribute>() is not null
            || type.Namespace == "Linux" && type.StructLayoutAttribute!.Size > 1);

    [Test]
    public void EveryStructWithAFixedLayoutHasAPageOrAReason()
    {
        HashSet<string> known = [.. LayoutContract.Pages.Select(page => page.CSharpType), .. Private.Keys];
        Assert.That(FixedStructs.Select(type => type.FullName!).Where(name => !known.Contains(name)), Is.Empty);
    }

    [Test]
    public void EveryReasonNamesAnExistingStruct() =>
        Assert.That(Private.Keys, Is.SubsetOf(FixedStructs.Select(type => type.FullName)));

    [Test]
    public void EveryBlockOfARunningSystemHasAPageOrAReason()
    {
        using KvmSystem system = KvmSystem.Boot();
        using VirtualMachine machine = system.CreateVirtualMachine();
        machine.SetMemoryRegion(0, 0, 32 << 20, system.Process.MapHugePages(32 << 20));
        machine.CreateVcpu(0);
        List<string> names = [.. system.Heap.Live.Select(block => block.Name)];
        TestContext.Out.WriteLine(string.Join(Environment.NewLine, names.Distinct()));
        Assert.Multiple(() =>
        {
            Assert.That(
                names.Where(name => !Pages.Keys.Concat(PrivateBlocks.Keys).Any(known => name.StartsWith(known, StringComparison.Ordinal))),
                Is.Empty);
            Assert.That(Pages.Values, Is.SubsetOf(LayoutContract.Pages.Select(page => page.Name)));
            Assert.That(
                PrivateBlocks.Keys.Where(known => !names.Any(name => name.StartsWith(known, StringComparison.Ordinal))), Is.Empty,
                "reasons for blocks that do not exist");
            Assert.That(
                Pages.Where(page => !names.Any(name => name.StartsWith(page.Key, StringComparison.Ordinal))), Is.Empty,
                "pages of blocks that do not exist");
        });
        system.CheckForLeaks();
    }
}
