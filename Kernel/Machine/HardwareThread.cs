// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;
using Kernel.Concurrency;
using Kernel.Machine.Interrupts;
using Kernel.Machine.Translation;

namespace Kernel.Machine;

// Unsafe: hardware threads, their cores, SLBs and TLBs are permanent blocks of the heap (HardwareThreads), so a pointer to one is valid
// while the machine is switched on. Gpr and Code are set on entry to the guest and are not used after its exit. Other processors write one
// word only, ExternalInterrupt.
/// <summary>One hardware thread: its registers, and the execution of a guest until the hypervisor is interrupted.</summary>
internal unsafe struct HardwareThread
{
    private const int ChecksBetweenLooksAtTheTime = 16;
    private const ulong InstructionLength = 4;
    private const ulong MsrSf = 1ul << 63;
    private const ulong MsrHv = 1ul << 60;
    private const ulong MsrEe = 1ul << 15;
    private const ulong MsrMe = 1ul << 12;
    private const ulong Srr1InterruptBits = 0x783f_0000;            // bits 33:36 and 42:47 (6.2.4)
    private const ulong LpcrWakesByDecrementer = 0x2000;            // PECE1
    private const ulong LpcrMediatedExternal = 0x800;               // MER

    /// <summary>Its number in the machine.</summary>
    internal int Number;

    /// <summary>Its core.</summary>
    internal HardwareCore* Core;

    /// <summary>The general purpose registers: the guest's, in place.</summary>
    internal ulong* Gpr;

    /// <summary>Source of its instructions: a GCHandle of an <see cref="IGuestCode"/>.</summary>
    internal nint Code;

    /// <summary>Another processor wants its attention.</summary>
    internal int ExternalInterrupt;

    /// <summary>The address of the next instruction.</summary>
    internal ulong Nip;

    internal ulong Srr0, Srr1, Hsrr0, Hsrr1;
    internal ulong Dar, Dsisr, Hdar, Hdsisr;
    internal ulong Sprg0, Sprg1, Sprg2, Sprg3;
    internal ulong Dabr, Ctrl, Pvr, Uamor;

    /// <summary>When DEC counts below 0, in ticks of the time base.</summary>
    internal ulong DecrementerExpires;

    /// <summary>MSR, LPCR or HID4, RMOR, AMR and the SLB; with the core's registers, all that translation depends on.</summary>
    internal TranslationRegisters Translation;

    /// <summary>Its TLB; null until its core is used for the first time.</summary>
    internal Tlb* CachedTranslations;

    /// <summary>The hardware thread that the caller executes on, or <see cref="HardwareThreads.Detached"/>.</summary>
    internal static HardwareThread* Current
    {
        [RealMode(Unchecked = "The number of the processor is one of its registers.")]
        get
        {
            nint current = PerThread<CurrentTag, nint>.Value;
            return current == 0 ? HardwareThreads.Detached : (HardwareThread*)current;
        }
    }

    /// <summary>Makes the calling thread of the process execute on a hardware thread; on no hardware thread with null.</summary>
    internal static void Become(HardwareThread* thread) => PerThread<CurrentTag, nint>.Value = (nint)thread;

    /// <summary>DEC: 32 bits that count down.</summary>
    internal uint Decrementer
    {
        [RealMode]
        readonly get => (uint)(DecrementerExpires - TimeBase.Now);
        [RealMode]
        set => DecrementerExpires = TimeBase.Now + (ulong)(int)value;
    }

    /// <summary>HDEC: the hypervisor's decrementer, one for each core. Writing 0 expires at once (hardware: one tick later).</summary>
    internal readonly uint HypervisorDecrementer
    {
        [RealMode]
        get => (uint)(Atomics.Read(ref Core->HypervisorDecrementerExpires) - TimeBase.Now);
        [RealMode]
        set => Atomics.Write(ref Core->HypervisorDecrementerExpires, TimeBase.Now + (ulong)(value == 0 ? -1 : (int)value));
    }

    /// <summary>
    /// hrfid: executes the guest, from HSRR0 and with the MSR of HSRR1, until an interrupt that is the hypervisor's.
    /// </summary>
    /// <returns>Its vector.</returns>
    [RealMode(Unchecked = "The guest runs meanwhile, and no code of the kernel.")]
    internal static uint RunGuest(HardwareThread* thread, bool fromHost)
    {
        using RealModeScope.Suspension _ = RealModeScope.Suspend();
        var code = (IGuestCode)GCHandle.FromIntPtr(thread->Code).Target!;
        thread->Nip = thread->Hsrr0;
        thread->Translation.Msr = thread->Hsrr1;
        code.Enter(thread, fromHost);
        uint vector;
        for (int i = 0; ; i++)
        {
            vector = AsynchronousInterrupt(thread, code, looksAtTheTime: i % ChecksBetweenLooksAtTheTime == 0);
            if (vector != 0)
                break;
            GuestInstruction instruction = code.Fetch();
            vector = Execute(thread, code, instruction);
            if (vector != 0)
                break;
            if (MayUncoverAnInterrupt(instruction.Operation))
                i = -1;
        }
        code.Leave(vector & ~InterruptVectors.UsesHypervisorRegisters);
        return vector;
    }

    /// <summary>
    /// nap: stops until an external interrupt or, if the LPCR lets it, until the decrementer has counted down.
    /// </summary>
    [RealMode(Unchecked = "The processor has stopped: there is nothing that could wait for it.")]
    internal static void Nap(HardwareThread* thread)
    {
        using RealModeScope.Suspension _ = RealModeScope.Suspend();
        bool wakesByDecrementer = (thread->Translation.Lpcr & LpcrWakesByDecrementer) != 0;
        HardwareThreads.Nap(thread, wakesByDecrementer);
    }

    /// <summary>tlbiel: the core, whose threads share a TLB in hardware, forgets a translation of the partition that it runs.</summary>
    [RealMode]
    internal static void Invalidate(HardwareThread* thread, ulong rb)
    {
        HardwareThread* first = HardwareThreads.CoreOf(thread, out int count);
        for (int i = 0; i < count; i++)
        {
            Tlb* tlb = first[i].CachedTranslations;
            if (tlb != null)
                Tlb.Invalidate(tlb, rb, thread->Core->Lpid);
        }
    }

    /// <summary>tlbiel for all sets: the core forgets everything.</summary>
    [RealMode]
    internal static void FlushTlb(HardwareThread* thread)
    {
        HardwareThread* first = HardwareThreads.CoreOf(thread, out int count);
        for (int i = 0; i < count; i++)
        {
            Tlb* tlb = first[i].CachedTranslations;
            if (tlb != null)
                Tlb.Flush(tlb);
        }
    }

    private static uint AsynchronousInterrupt(HardwareThread* thread, IGuestCode code, bool looksAtTheTime)
    {
        bool isEnabled = (thread->Translation.Msr & MsrEe) != 0;
        // LPCR of POWER7 lets external interrupts through whatever the guest's EE says; a PPC970 does not.
        if (Atomics.Read(ref thread->ExternalInterrupt) != 0 && (isEnabled || thread->Translation.IsArch206))
            return ToHypervisor(thread, InterruptVectors.External);
        if (isEnabled && (thread->Translation.Lpcr & LpcrMediatedExternal) != 0 && thread->Translation.IsArch206)
            return ToHypervisor(thread, InterruptVectors.External);
        if (!looksAtTheTime)
            return 0;
        Checkstop.ThrowIfHappened();
        if ((int)thread->HypervisorDecrementer < 0)
            return ToHypervisor(thread, InterruptVectors.HypervisorDecrementer);
        if (isEnabled && (int)thread->Decrementer < 0)
            ToGuest(thread, code, InterruptVectors.Decrementer, 0);
        return 0;
    }

    private static bool MayUncoverAnInterrupt(GuestOperation operation) =>
        operation is GuestOperation.SetMsr or GuestOperation.SetDecrementer or GuestOperation.ReturnFromInterrupt;

    private static uint ToHypervisor(HardwareThread* thread, uint vector, ulong srr1Bits = 0)
    {
        thread->Hsrr0 = thread->Nip;
        thread->Hsrr1 = thread->Translation.Msr | srr1Bits;
        return vector | InterruptVectors.UsesHypervisorRegisters;
    }

    private static void ToGuest(HardwareThread* thread, IGuestCode code, uint vector, ulong srr1Bits)
    {
        thread->Srr0 = thread->Nip;
        thread->Srr1 = thread->Translation.Msr | srr1Bits;
        thread->Translation.Msr = MsrSf | MsrMe;
        thread->Nip = vector;
        code.Interrupt(vector);
    }

    private static uint Execute(HardwareThread* thread, IGuestCode code, GuestInstruction instruction)
    {
        ulong value = 0;
        switch (instruction.Operation)
        {
            case GuestOperation.Pause:
                Checkstop.Pause();
                break;
            case GuestOperation.Load:
            case GuestOperation.Store:
            case GuestOperation.Fetch:
                StorageInterrupt interrupt = Access(thread, instruction, ref value);
                if (!interrupt.IsNone)
                    return Take(thread, code, interrupt, instruction.First);
                break;
            case GuestOperation.Hypercall:
                thread->Nip += InstructionLength;
                code.Complete(0);
                thread->Srr0 = thread->Nip;
                thread->Srr1 = thread->Translation.Msr;
                return InterruptVectors.SystemCall;
            case GuestOperation.SetMsr:
                thread->Translation.Msr = instruction.First & ~MsrHv | MsrMe;
                break;
            case GuestOperation.SetDecrementer:
                thread->Decrementer = (uint)instruction.First;
                break;
            case GuestOperation.SetAmr:
                thread->Translation.Amr = instruction.First;
                break;
            case GuestOperation.SetUamor:
                thread->Uamor = instruction.First;
                break;
            case GuestOperation.SlbInsert:
                thread->Translation.Slb.Insert(instruction.First, instruction.Second);
                break;
            case GuestOperation.SlbInvalidate:
                thread->Translation.Slb.Invalidate(instruction.First);
                break;
            case GuestOperation.SlbInvalidateAll:
                thread->Translation.Slb.InvalidateAllButFirst();
                break;
            case GuestOperation.ReturnFromInterrupt:
                code.Complete(0);
                thread->Nip = thread->Srr0;
                thread->Translation.Msr = thread->Srr1 & ~(MsrHv | Srr1InterruptBits) | MsrMe;
                return 0;
            default:
                break;
        }
        thread->Nip += InstructionLength;
        code.Complete(value);
        return 0;
    }

    // The TLB is held from the look-up to the last byte, so that an invalidation waits for the access.
    private static StorageInterrupt Access(HardwareThread* thread, GuestInstruction instruction, ref ulong value)
    {
        AccessKind kind = instruction.Operation switch
        {
            GuestOperation.Load => AccessKind.Load,
            GuestOperation.Store => AccessKind.Store,
            _ => AccessKind.Fetch,
        };
        thread->Translation.Sdr1 = thread->Core->Sdr1;
        thread->Translation.Lpid = thread->Core->Lpid;
        Tlb.Take(thread->CachedTranslations);
        try
        {
            StorageInterrupt interrupt = AddressTranslator.Translate(
                thread->Translation, instruction.First, kind, thread->CachedTranslations, out ulong realAddress);
            if (!interrupt.IsNone)
                return interrupt;
            bool isThere = kind == AccessKind.Store
                ? HardwareThreads.Memory.TryStore(realAddress, instruction.Bytes, instruction.Second)
                : HardwareThreads.Memory.TryLoad(realAddress, instruction.Bytes, out value);
            return isThere ? default : new StorageInterrupt(InterruptVectors.MachineCheck, 0);
        }
        finally
        {
            Tlb.Release(thread->CachedTranslations);
        }
    }

    private static uint Take(HardwareThread* thread, IGuestCode code, StorageInterrupt interrupt, ulong address)
    {
        switch (interrupt.Vector)
        {
            case InterruptVectors.HypervisorDataStorage:
                thread->Hdar = address;
                thread->Hdsisr = interrupt.Reason;
                return ToHypervisor(thread, interrupt.Vector);
            case InterruptVectors.HypervisorInstructionStorage:
                return ToHypervisor(thread, interrupt.Vector, interrupt.Reason);
            case InterruptVectors.MachineCheck:
                thread->Srr0 = thread->Nip;
                thread->Srr1 = thread->Translation.Msr;
                return interrupt.Vector;
            case InterruptVectors.DataStorage:
            case InterruptVectors.DataSegment:
                thread->Dar = address;
                thread->Dsisr = interrupt.Vector == InterruptVectors.DataStorage ? interrupt.Reason : thread->Dsisr;
                ToGuest(thread, code, interrupt.Vector, 0);
                return 0;
            default:
                ToGuest(thread, code, interrupt.Vector, interrupt.Reason);
                return 0;
        }
    }

    private readonly struct CurrentTag;
}
