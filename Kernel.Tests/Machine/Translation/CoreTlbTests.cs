// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Machine.Translation;
using Kernel.Tests.Support;
using NUnit.Framework;

namespace Kernel.Tests.Machine.Translation;

// Unsafe: the hardware threads and their TLBs live as long as the system that the fixture boots.
/// <summary>The threads of a core share a TLB in hardware; here each has one, and what one of them invalidates all forget.</summary>
[TestFixture]
public sealed unsafe class CoreTlbTests : SystemFixture
{
    private const ulong Address = 0x1000;
    private static readonly Segment OfTheGuest = new() { PageShift = 12, Vsid = 5, Tag = 5ul << 12 };

    private HardwareThread* _first;
    private HardwareThread* _sibling;
    private HardwareThread* _other;

    [SetUp]
    public void FillTlbs()
    {
        Boot();
        _first = HardwareThreads.At(0);
        _sibling = HardwareThreads.At(3);
        _other = HardwareThreads.At(4);
        foreach (nint thread in new[] { (nint)_first, (nint)_sibling, (nint)_other })
        {
            var filled = (HardwareThread*)thread;
            HardwareThreads.Equip(filled);
            Tlb.Fill(filled->CachedTranslations, filled->Core->Lpid, OfTheGuest, Address, 0x2000);
            Assert.That(Holds(filled), Is.True);
        }
    }

    private static bool Holds(HardwareThread* thread) =>
        Tlb.Find(thread->CachedTranslations, thread->Core->Lpid, OfTheGuest, Address) != null;

    [Test]
    public void TlbielReachesTheCoreAndNoOther()
    {
        HardwareThread.Invalidate(_first, Rb());
        Assert.That((Holds(_first), Holds(_sibling), Holds(_other)), Is.EqualTo((false, false, true)));
    }

    [Test]
    public void AFlushReachesTheCoreAndNoOther()
    {
        HardwareThread.FlushTlb(_sibling);
        Assert.That((Holds(_first), Holds(_sibling), Holds(_other)), Is.EqualTo((false, false, true)));
    }

    // Of a 4 KB page in a segment of 256 MB: the low bits of the virtual address.
    private static ulong Rb() => (OfTheGuest.LowVirtualAddress(Address) >> 12) << 12;
}
