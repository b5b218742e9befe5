// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Machine;

// Unsafe: Reset writes to a hardware thread and its core, which its caller has just made and not shared yet.
/// <summary>The host's processor: its feature bits and the special-purpose registers that the ported code reads.</summary>
internal sealed class Processor
{
    private readonly Dictionary<int, ulong> _specialPurposeRegisters;

    private Processor(ulong features, int threadsPerCore, int slbEntries, Dictionary<int, ulong> specialPurposeRegisters)
    {
        Features = features;
        ThreadsPerCore = threadsPerCore;
        SlbEntries = slbEntries;
        _specialPurposeRegisters = specialPurposeRegisters;
    }

    /// <summary>The <c>CPU_FTR_*</c> bits.</summary>
    internal ulong Features { get; }

    /// <summary>Hardware threads in a core.</summary>
    internal int ThreadsPerCore { get; }

    /// <summary>Entries of the SLB.</summary>
    internal int SlbEntries { get; }

    /// <summary>A POWER7 in hypervisor mode (Power ISA 2.06), with plausible firmware settings.</summary>
    internal static Processor Power7() => new(FeatureHypervisorMode | FeatureArch206, 4, 32, new()
    {
        [Lpid] = 0,
        [Lpcr] = 0x8e00_0000_0000_700c,
        [Sdr1] = 0x3b_08bc_0007,
        [Pvr] = 0x3f_0201,
    });

    /// <summary>A PPC970 in hypervisor mode (PowerPC architecture 2.01), with plausible firmware settings.</summary>
    internal static Processor Ppc970() => new(FeatureHypervisorMode | FeatureArch201, 1, 64, new()
    {
        [Hid4] = 0xdc5_0000,
        [Sdr1] = 0x10_3be8_0007,
        [Pvr] = 0x39_0202,
    });

    /// <summary>Reads a register; one that the processor lacks reads 0.</summary>
    internal ulong Read(int register) => _specialPurposeRegisters.GetValueOrDefault(register);

    /// <summary>Sets a register.</summary>
    internal void Write(int register, ulong value) => _specialPurposeRegisters[register] = value;

    /// <summary>Brings a hardware thread into the state in which firmware hands it to the host's kernel.</summary>
    internal unsafe void Reset(HardwareThread* thread)
    {
        bool isArch206 = (Features & FeatureArch206) != 0;
        thread->Core->Sdr1 = Read(Sdr1);
        thread->Core->Lpid = Read(Lpid);
        thread->Core->HypervisorDecrementerExpires = ulong.MaxValue >> 1;
        thread->Pvr = Read(Pvr);
        thread->Ctrl = RunLatch;
        thread->Translation.IsArch206 = isArch206;
        thread->Translation.Lpcr = Read(isArch206 ? Lpcr : Hid4);
    }

    // Numbers and bits as in asm/reg.h and asm/cputable.h, from which the port reads them.
    private const ulong FeatureHypervisorMode = 0x2_0000_0000;
    private const ulong FeatureArch201 = 0x4_0000_0000;
    private const ulong FeatureArch206 = 0x8_0000_0000;
    private const int Sdr1 = 0x19;
    private const int Pvr = 0x11f;
    private const int Lpcr = 0x13e;
    private const int Lpid = 0x13f;
    private const int Hid4 = 0x3f4;
    private const ulong RunLatch = 1;
}
