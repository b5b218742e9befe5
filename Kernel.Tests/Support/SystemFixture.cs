// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Host.Diagnostics;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.Support;

/// <summary>
/// Base of tests on a booted system. The system is disposed after each test; a leaked block, a lost page reference or a damaged guard
/// region
/// fails the test that caused it.
/// </summary>
public abstract class SystemFixture
{
    protected const ulong MB = 1ul << 20;
    protected const ulong GB = 1ul << 30;

    /// <summary>Bytes in a page that the original can map to a guest.</summary>
    protected const ulong HugePage = 16 * MB;

    private KvmSystem? _booted;

    /// <summary>The system that the test has booted.</summary>
    private protected KvmSystem Booted => _booted ?? throw new InvalidOperationException("The test has not booted a system.");

    /// <summary>The messages in the kernel's log.</summary>
    private protected IEnumerable<string> LogMessages => Booted.Log.Entries.Select(entry => entry.Message);

    [TearDown]
    public void SwitchOffAndCheckThatNothingLeaked()
    {
        try
        {
            _booted?.CheckForLeaks();
        }
        finally
        {
            _booted?.Dispose();
            _booted = null;
        }
    }

    private protected KvmSystem Boot(
        ErrataSet errata =
            default, CpuModel cpu = CpuModel.Power7, int pageShift = 16, string commandLine = "", bool recordInvalidations = false,
        TimeProvider? clock = null, int cores = 8) => Boot(new KvmSystemOptions
        {
            Errata = errata, Cpu = cpu, PageShift = pageShift, CommandLine = commandLine, Cores = cores,
            Instruments = new InstrumentOptions { RecordInvalidations = recordInvalidations, Clock = clock ?? TimeProvider.System },
        });

    private protected KvmSystem Boot(KvmSystemOptions options) => _booted = KvmSystem.Boot(options);

    /// <summary>
    /// A virtual machine with vcpus 0, 1, … and slot 0 at guest address 0, mapped by 16 MB pages that are not pinned yet.
    /// </summary>
    private protected Guest GuestWithMemory(ulong bytes = 4 * HugePage, int vcpus = 1)
    {
        ulong userAddress = Booted.Process.MapHugePages(bytes);
        Guest guest = GuestWithoutMemory(vcpus);
        guest.Machine.SetMemoryRegion(slot: 0, guestAddress: 0, bytes, userAddress);
        return guest with { UserAddress = userAddress };
    }

    private protected Guest GuestWithoutMemory(int vcpus = 1)
    {
        VirtualMachine machine = Booted.CreateVirtualMachine();
        return new Guest(machine, [.. Enumerable.Range(0, vcpus).Select(machine.CreateVcpu)], UserAddress: 0);
    }

    /// <summary>Disposes the system before the test ends, and checks for leaks; a second call does nothing.</summary>
    private protected void SwitchOff() => Booted.CheckForLeaks();

    /// <summary>The message of the kernel oops that the action ends in.</summary>
    private protected static string OopsOf(Action action) =>
        Assert.Throws<KernelOopsException>(action, "the action ends in a kernel oops")!.Message;
}
