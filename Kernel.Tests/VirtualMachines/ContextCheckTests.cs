// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Scheduling;
using Kernel.Tests.Support;
using Linux;
using NUnit.Framework;
using static Linux.include.linux.gfp_h;
using static Linux.include.linux.mm_h;
using static Linux.include.linux.mutex_h;
using static Linux.include.linux.preempt_h;
using static Linux.include.linux.rwsem_h;
using static Linux.include.linux.slab_h;
using static Linux.include.linux.spinlock_h;
using static Linux.include.linux.srcu_h;
using static Linux.include.linux.vmalloc_h;

namespace Kernel.Tests.VirtualMachines;

/// <summary>
/// Debug builds assert at run time what the analyzers prove: no sleeping in real mode, with pre-emption off or with a spin lock held.
/// </summary>
[TestFixture]
public sealed unsafe class ContextCheckTests : SystemFixture
{
    private static readonly string[] SleepingPrimitives =
    [
        "mutex_lock", "down_read", "kzalloc", "kmemdup", "vmalloc", "__get_free_pages", "get_user_pages_fast",
        "synchronize_srcu_expedited",
    ];

    private Guest _guest = null!;

    [SetUp]
    public void BootWithAGuest()
    {
#if !DEBUG
        Assert.Ignore("Release builds omit the context checks.");
#endif
        Boot();
        _guest = GuestWithMemory();
    }

    [TestCaseSource(nameof(SleepingPrimitives))]
    public void SleepingInRealModeIsAnOops(string primitive)
    {
        ContextChecks.EnterRealMode();
        Assert.That(OopsOf(() => Sleep(primitive)), Does.StartWith("kernel BUG: invalid context: ").And.EndWith(" in real mode"));
    }

    [TestCaseSource(nameof(SleepingPrimitives))]
    public void SleepingWithPreemptionOffIsAnOops(string primitive)
    {
        preempt_disable();
        Assert.That(OopsOf(() => Sleep(primitive)), Does.EndWith(" with pre-emption off"));
    }

    [TestCaseSource(nameof(SleepingPrimitives))]
    public void SleepingWithASpinLockHeldIsAnOops(string primitive)
    {
        spin_lock(&_guest.Machine.Kvm->arch.slot_phys_lock);
        Assert.That(OopsOf(() => Sleep(primitive)), Does.EndWith(" with a spin lock held"));
    }

    [TestCaseSource(nameof(SleepingPrimitives))]
    public void SleepingIsAllowedAfterEveryContextHasBeenLeft(string primitive)
    {
        preempt_disable();
        preempt_enable();
        spin_lock(&_guest.Machine.Kvm->arch.slot_phys_lock);
        spin_unlock(&_guest.Machine.Kvm->arch.slot_phys_lock);
        _guest.Cpu.EnterHugePage(8, 0);
        Assert.That(() => Sleep(primitive), Throws.Nothing);
    }

    [Test]
    public void TakingASpinLockTwiceIsAnOops()
    {
        spin_lock(&_guest.Machine.Kvm->arch.slot_phys_lock);
        Assert.That(
            OopsOf(() => spin_lock(&_guest.Machine.Kvm->arch.slot_phys_lock)),
            Is.EqualTo("kernel BUG: invalid context: spin lock taken twice by one thread"));
    }

    [Test]
    public void ReleasingASpinLockThatIsNotHeldIsAnOops()
    {
        Assert.That(
            OopsOf(() => spin_unlock(&_guest.Machine.Kvm->arch.slot_phys_lock)),
            Is.EqualTo("kernel BUG: invalid context: spin lock released by a thread that does not hold it"));
    }

    [Test]
    public void ReleasingAMutexThatIsNotHeldIsAnOops()
    {
        Assert.That(
            OopsOf(() => mutex_unlock(&_guest.Machine.Kvm->@lock)),
            Is.EqualTo("kernel BUG: invalid context: mutex_unlock of a mutex that is not held"));
    }

    [Test]
    public void ReleasingASemaphoreThatIsNotHeldIsAnOops()
    {
        Assert.That(
            OopsOf(() => up_read(&_guest.Machine.Kvm->mm->mmap_sem)),
            Is.EqualTo("kernel BUG: invalid context: up_read of a semaphore that no reader holds"));
    }

    [Test]
    public void PreemptEnableWithoutPreemptDisableIsAnOops()
    {
        Assert.That(OopsOf(preempt_enable), Is.EqualTo("kernel BUG: invalid context: preempt_enable without preempt_disable"));
    }

    [Test]
    public void EnteringRealModeTwiceIsAnOops()
    {
        ContextChecks.EnterRealMode();
        Assert.That(OopsOf(() => ContextChecks.EnterRealMode()), Is.EqualTo("kernel BUG: invalid context: real mode entered twice"));
    }

    [Test]
    public void ASystemBootedAfterAnOopsStartsInACleanContext()
    {
        spin_lock(&_guest.Machine.Kvm->arch.slot_phys_lock);
        OopsOf(() => Sleep("kzalloc"));
        SwitchOff();

        Boot();
        Assert.That(() => GuestWithMemory().Cpu.EnterHugePage(8, 0), Throws.Nothing);
    }

    private void Sleep(string primitive)
    {
        kvm* kvm = _guest.Machine.Kvm;
        switch (primitive)
        {
            case "mutex_lock":
                mutex_lock(&kvm->@lock);
                mutex_unlock(&kvm->@lock);
                break;
            case "down_read":
                down_read(&kvm->mm->mmap_sem);
                up_read(&kvm->mm->mmap_sem);
                break;
            case "kzalloc":
                kfree(kzalloc(64, GFP_KERNEL));
                break;
            case "kmemdup":
                kfree(kmemdup(kvm, 64, GFP_KERNEL));
                break;
            case "vmalloc":
                vfree(vmalloc<ulong>(64, "an area of the test"));
                break;
            case "__get_free_pages":
                free_pages(__get_free_pages(GFP_KERNEL, 0, "a page of the test"), 0);
                break;
            case "get_user_pages_fast":
                page* page;
                Assert.That(get_user_pages_fast(_guest.UserAddress, 1, 1, &page), Is.EqualTo(1), "the page is there");
                put_page(page);
                break;
            case "synchronize_srcu_expedited":
                synchronize_srcu_expedited(&kvm->srcu);
                break;
            default:
                throw new ArgumentException(
                    $"primitive is {primitive}; expected one of {string.Join(", ", SleepingPrimitives)}.", nameof(primitive));
        }
    }
}
