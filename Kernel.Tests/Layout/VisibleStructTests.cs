// SPDX-License-Identifier: GPL-2.0-only
using System.Reflection;
using System.Runtime.CompilerServices;
using Kernel.Cli.Layout;
using Kernel.Native;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.Layout;

/// <summary>Nothing that others look at is without a page: neither a struct whose layout is fixed, nor a block of unmanaged memory.</summary>
[TestFixture]
public sealed class VisibleStructTests
{
    // Structs with a fixed layout that nobody but the port looks at.
    private static readonly Dictionary<string, string> Private = new()
    {
        ["Kernel.Native.SharedBlock+BlockList"] = "room for entries that have a page",
        ["Linux.kvm_sregs+slb_table"] = "room for entries that have a page",
        ["Linux.kvm_arch+slot_phys_table+slots"] = "the kernel's array of pointers to words that have a page",
        ["Linux.kvm_vcpu_arch+slb_table"] = "where the kernel keeps a vcpu's SLB between runs",
        ["Linux.kvm_memslots+memslot_array"] = "the kernel's own",
    };

    // Blocks of a booted system that nobody but the port looks at, by the beginning of their names.
    private static readonly Dictionary<string, string> PrivateBlocks = new()
    {
        ["struct task_struct"] = "the simulated host's",
        ["struct mm_struct"] = "the simulated host's",
        ["struct vm_area_struct"] = "the simulated host's",
        ["cores"] = "the simulated host's",
        ["hardware threads"] = "registers, which no memory access reaches",
        ["SLB"] = "in the processor, which no memory access reaches",
        ["paca"] = "the kernel's, of each processor",
        ["(ulong)sizeof("] = "a struct of the kernel's, at addresses that only it follows",
        ["rmap["] = "the kernel's",
        ["kvm_"] = "a static variable of the kernel's",
        ["native_tlbie_lock"] = "a static variable of the kernel's",
        ["lpid_inuse"] = "a static variable of the kernel's",
        ["vm_list"] = "a static variable of the kernel's",
        ["rma_lock"] = "a static variable of the kernel's",
        ["free_rmas"] = "a static variable of the kernel's",
    };

    // Blocks that have a page, by the beginning of their names.
    private static readonly Dictionary<string, string> Pages = new()
    {
        ["HPT"] = "hpt", ["revmap"] = "revmap", ["slot_phys["] = "slot_phys", ["struct kvm_run"] = "kvm_run",
    };

    private static IEnumerable<Type> FixedStructs => typeof(NativeHeap).Assembly.GetTypes()
        .Where(type => type.IsValueType && !type.IsEnum && type.Namespace is not null && !type.FullName!.Contains('<', StringComparison.Ordinal))
        .Where(type => type.IsExplicitLayout || type.GetCustomAttribute<InlineArrayAttribute>() is not null || type.Namespace == "Linux" && type.StructLayoutAttribute!.Size > 1);

    [Test]
    public void EveryStructWithAFixedLayoutHasAPageOrAReason()
    {
        HashSet<string> known = [.. LayoutContract.Pages.Select(page => page.CSharpType), .. Private.Keys];
        Assert.That(FixedStructs.Select(type => type.FullName!).Where(name => !known.Contains(name)), Is.Empty);
    }

    [Test]
    public void NoReasonIsLeftOver() =>
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
            Assert.That(names.Where(name => !Pages.Keys.Concat(PrivateBlocks.Keys).Any(known => name.StartsWith(known, StringComparison.Ordinal))), Is.Empty);
            Assert.That(Pages.Values, Is.SubsetOf(LayoutContract.Pages.Select(page => page.Name)));
            Assert.That(PrivateBlocks.Keys.Where(known => !names.Any(name => name.StartsWith(known, StringComparison.Ordinal))), Is.Empty, "reasons for blocks that there are not");
            Assert.That(Pages.Where(page => !names.Any(name => name.StartsWith(page.Key, StringComparison.Ordinal))), Is.Empty, "pages of blocks that there are not");
        });
    }
}
