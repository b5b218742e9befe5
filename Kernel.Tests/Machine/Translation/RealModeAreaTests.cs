// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;
using Kernel.Machine.Translation;
using Kernel.Tests.Fidelity;
using NUnit.Framework;

namespace Kernel.Tests.Machine.Translation;

/// <summary>Real mode without VRMA: an address below a limit that a selector names, beginning at RMOR.</summary>
[TestFixture]
public sealed unsafe class RealModeAreaTests : TranslationFixture
{
    private const ulong Mb = 1ul << 20;
    private const ulong Gb = 1ul << 30;

    // Selector and limit in MB: what POWER7 has at LPCR bits 34:37, that is at shift 63 - 37 = 26.
    [TestCase(0u, 256ul * 1024)]
    [TestCase(1u, 16ul * 1024)]
    [TestCase(2u, 1024ul)]
    [TestCase(3u, 64ul)]
    [TestCase(4u, 256ul)]
    [TestCase(7u, 128ul)]
    [TestCase(8u, 32ul)]
    public void OnPower7TheSelectorLimitsRealMode(uint selector, ulong megabytes)
    {
        Registers.Msr = 0;
        Registers.Lpcr = (ulong)selector << 26;
        Registers.Rmor = 512 * Gb;                          // above every limit, so that OR and sum are the same
        CheckLimit(megabytes * Mb, Registers.Rmor);
    }

    // A PPC970 has the selector's bit 2 at HID4 bit 58 (shift 5), the two low ones at bits 1:2 (shift 61), and at bits 7:22 (shift 41) the
    // offset in units of 64 MB: 0x2000 of them are 0x2000 << 26 = 2^39 = 512 GB.
    [TestCase(0u, 256ul * 1024, 0x0000_0000_0000_0000ul)]
    [TestCase(1u, 16ul * 1024, 0x2000_0000_0000_0000ul)]    // 1 << 61
    [TestCase(2u, 1024ul, 0x4000_0000_0000_0000ul)]         // 2 << 61
    [TestCase(3u, 64ul, 0x6000_0000_0000_0000ul)]           // 3 << 61
    [TestCase(4u, 256ul, 0x0000_0000_0000_0020ul)]          // 1 << 5
    [TestCase(7u, 128ul, 0x6000_0000_0000_0020ul)]          // 3 << 61 | 1 << 5
    public void OnAPpc970TheSelectorInHid4LimitsRealMode(uint selector, ulong megabytes, ulong selectorInHid4)
    {
        Registers.Msr = 0;
        Registers.IsArch206 = false;
        Registers.Lpcr = selectorInHid4 | 0x2000ul << 41;
        Registers.Rmor = 0xdead_0000_0000;                  // it has none
        Assert.That((selector & 3ul) << 61 | (ulong)(selector >> 2) << 5, Is.EqualTo(selectorInHid4), "the arithmetic above");
        CheckLimit(megabytes * Mb, 512 * Gb);
    }

    [TestCase(5u), TestCase(6u), TestCase(9u), TestCase(15u)]
    public void ASelectorThatMeansNothingLetsNothingThrough(uint selector)
    {
        Registers.Msr = 0;
        Registers.Lpcr = (ulong)selector << 26;
        ExpectInterrupt(0, AccessKind.Load, 0x300, NotPermitted);
    }

    [Test]
    public void LimitsAreThoseForWhichTheOriginalChoosesTheSelector()
    {
        int checkedOnes = 0;
        foreach (JsonElement vector in OriginalConstants.VectorsOf("lpcr_rmls"))
        {
            int selector = (int)vector.Number("result");
            if (selector < 0)
                continue;
            Registers.IsArch206 = vector.Number("arch_206") != 0;
            Registers.Lpcr = Registers.IsArch206 ? (ulong)selector << 26 : ((ulong)selector & 3) << 61 | (ulong)(selector >> 2) << 5;
            Registers.Msr = 0;
            ulong size = vector.Number("rma_size");
            Reach(size - 1, AccessKind.Load);
            ExpectInterrupt(size, AccessKind.Load, 0x300, NotPermitted);
            checkedOnes++;
        }
        Assert.That(checkedOnes, Is.EqualTo(7 + 6), "both processors");
    }

    [Test]
    public void TheUpperFourBitsOfAnAddressDoNotCount()
    {
        Registers.Msr = 0;
        Registers.Rmor = 0x4000_0000;
        Registers.Lpcr = 3ul << 26;
        Assert.That(Reach(0xc000_0000_0012_3456, AccessKind.Load), Is.EqualTo(0x4012_3456ul));
    }

    [Test]
    public void OnlyTheRelocationOfItsOwnKindMattersToAnAccess()
    {
        Registers.Lpcr = 3ul << 26;
        Registers.Msr = Ir;
        Assert.That(Reach(0x1000, AccessKind.Load), Is.EqualTo(0x1000ul), "data in real mode");
        ExpectInterrupt(0x1000, AccessKind.Fetch, 0x480, 0);
        Registers.Msr = Dr;
        Assert.That(Reach(0x1000, AccessKind.Fetch), Is.EqualTo(0x1000ul), "instructions in real mode");
        ExpectInterrupt(0x1000, AccessKind.Store, 0x380, 0);
    }

    // Bit 63 of HID4 is no VPM0.
    [Test]
    public void APpc970HasNoVirtualRealModeArea()
    {
        Registers.Msr = 0;
        Registers.IsArch206 = false;
        Registers.Lpcr = 3ul << 61 | Vpm0;
        Assert.That(Reach(0x1000, AccessKind.Load), Is.EqualTo(0x1000ul));
    }

    private void CheckLimit(ulong limit, ulong offset)
    {
        foreach (AccessKind kind in Enum.GetValues<AccessKind>())
        {
            Assert.That(Reach(0, kind), Is.EqualTo(offset));
            Assert.That(Reach(limit - 1, kind), Is.EqualTo(offset + limit - 1));
            uint vector = kind == AccessKind.Fetch ? 0x400u : 0x300u;
            ulong reason = kind == AccessKind.Store ? NotPermitted | WasStore : NotPermitted;
            ExpectInterrupt(limit, kind, vector, reason);
            ExpectInterrupt(ulong.MaxValue >> 4, kind, vector, reason);
        }
    }
}
