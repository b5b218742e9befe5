// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;
using Kernel.Host.Scheduling;
using Kernel.VirtualMachines.Guests;
using Linux;
using static Linux.book3s_hv;
using static Linux.book3s_hv_rmhandlers;
using static Linux.include.asm.kvm_asm_h;
using static Linux.include.asm.reg_h;
using static Linux.include.linux.compiler_h;
using static Linux.include.linux.kvm_h;
using static Linux.include.linux.srcu_h;
using static Linux.include.port.realmode_h;
using static Linux.kvm_main;

namespace Kernel.VirtualMachines;

// Unsafe: the kvm_vcpu is freed with its machine. A hypercall holds the machine through MachineCall and the slots through srcu; what goes
// through Vcpu alone is checked against a machine that is gone already and must not run beside its Dispose.
/// <summary>A virtual processor. One thread at a time may use it; several vcpus of a machine may be used at once.</summary>
public sealed unsafe class VirtualCpu
{
    private const int GprCount = 32;
    private const int FirstArgument = 4;
    private const int HypercallArguments = 9;

    private readonly VirtualMachine _machine;
    private readonly kvm_vcpu* _vcpu;
    private readonly TaskHandle _task = new();
    private GuestCode? _code;
    private int _isInUse;

    internal VirtualCpu(VirtualMachine machine, kvm_vcpu* vcpu)
    {
        _machine = machine;
        _vcpu = vcpu;
        Gpr = new GuestRegisters(this, isInside: false);
    }

    /// <summary>Its number.</summary>
    public int Id => Vcpu->vcpu_id;

    /// <summary>The guest's general purpose registers r0 to r31, live.</summary>
    public GuestRegisters Gpr { get; }

    /// <summary>The same in place, for callers who know that the machine lives.</summary>
    internal Span<ulong> RawGpr => new(Vcpu->arch.gpr, GprCount);

    /// <summary>The same for the guest itself, which runs only while the machine lives, also when it has been disposed meanwhile.</summary>
    internal Span<ulong> RawGprInside => new(_vcpu->arch.gpr, GprCount);

    /// <summary>Whether the guest has ceded this processor and waits.</summary>
    public bool IsCeded => Volatile.Read(ref Vcpu->arch.ceded) != 0;

    /// <summary>Whether the thread that runs it sleeps in the kernel: until its core is run, by this thread or another, or has something to do.</summary>
    public bool IsAsleep => _task.IsAsleep;

    /// <summary>The guest's machine state register.</summary>
    public ulong Msr
    {
        get => Vcpu->arch.shregs.msr;
        set => kvmppc_set_msr(Vcpu, value);
    }

    internal kvm_vcpu* Vcpu
    {
        get
        {
            _ = _machine.Kvm;       // throws once the machine, and with it the vcpu, is gone
            return _vcpu;
        }
    }

    /// <summary>What the first run of a vcpu does before the guest gets control (<c>kvmppc_hv_setup_rma</c>).</summary>
    /// <returns>
    /// Success, also when it was done before; EINVAL without suitable memory at guest address 0; EPERM on a PPC970 without real mode area.
    /// </returns>
    public KvmResult SetUpRealModeArea()
    {
        using MachineCall call = _machine.Enter();
        int idx = srcu_read_lock(&call.Kvm->srcu);
        try
        {
            return new KvmResult(READ_ONCE(&call.Kvm->arch.rma_setup_done) != 0 ? 0 : kvmppc_hv_setup_rma(_vcpu));
        }
        finally
        {
            srcu_read_unlock(&call.Kvm->srcu, idx);
        }
    }

    /// <summary>
    /// Issues a hypercall as the guest would: first the real-mode handler, if the number has one; if that is not enough, the host with
    /// translation on. Allocates nothing.
    /// </summary>
    /// <param name="number">Goes to r3. The arguments are r4 and up as they stand; results come in r3 and, by number, r4 and up.</param>
    public HypercallOutcome Hypercall(ulong number)
    {
        using MachineCall call = _machine.Enter();
        int idx = srcu_read_lock(&call.Kvm->srcu);      // the slots that a lookup finds stay until it ends
        try
        {
            return Hypercall(_vcpu, number);
        }
        finally
        {
            srcu_read_unlock(&call.Kvm->srcu, idx);
        }
    }

    /// <summary>
    /// Issues a hypercall with these arguments, as the guest would: first the real-mode handler, if the number has one; if that is not
    /// enough, the host with translation on. Allocates nothing.
    /// </summary>
    /// <param name="number">Goes to r3.</param>
    /// <param name="arguments">Up to nine, for r4 and up; the rest up to r12 becomes 0. Results come in r3 and, by number, r4 and up.</param>
    public HypercallOutcome Hypercall(ulong number, params ReadOnlySpan<ulong> arguments)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(arguments.Length, HypercallArguments);
        Span<ulong> registers = RawGpr.Slice(FirstArgument, HypercallArguments);
        registers.Clear();
        arguments.CopyTo(registers);
        return Hypercall(number);
    }

    /// <summary>
    /// KVM_ENABLE_CAP with KVM_CAP_PPC_PAPR: hypercalls are those of LoPAR. In hypervisor mode a vcpu does not run before.
    /// </summary>
    public KvmResult EnablePapr()
    {
        kvm_enable_cap capability = new() { cap = KVM_CAP_PPC_PAPR };
        return Call(KVM_ENABLE_CAP, &capability);
    }

    /// <summary>Gives the vcpu a program, which its next run begins. The registers stay as they are.</summary>
    /// <exception cref="InvalidOperationException">Another thread runs the vcpu.</exception>
    public void Load(GuestProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        using MachineCall call = _machine.Enter();
        BeginUse();
        try
        {
            var code = new GuestCode(program, this, _machine.System.Observe);
            ReleaseCode();
            _code = code;
            _vcpu->arch.guest_code = GCHandle.ToIntPtr(GCHandle.Alloc(code));
            _vcpu->arch.pc = GuestCode.FirstAddress;
            _vcpu->arch.hcall_needed = 0;               // the new program waits for no answer
        }
        finally
        {
            EndUse();
        }
    }

    /// <summary>
    /// KVM_RUN (<c>kvmppc_vcpu_run</c>): runs the guest on this thread and those of the other vcpus of its core, until user space is needed.
    /// </summary>
    /// <exception cref="InvalidOperationException">The vcpu has no program, or another thread runs it.</exception>
    public VcpuExit Run()
    {
        using MachineCall call = _machine.Enter();
        BeginUse();
        try
        {
            return RunLoaded();
        }
        finally
        {
            EndUse();
        }
    }

    private void BeginUse()
    {
        if (Interlocked.Exchange(ref _isInUse, 1) != 0)
            throw new InvalidOperationException($"vcpu {_vcpu->vcpu_id} is being run by another thread; one at a time may.");
    }

    private void EndUse() => Volatile.Write(ref _isInUse, 0);

    private VcpuExit RunLoaded()
    {
        GuestCode code = _code ?? throw new InvalidOperationException($"vcpu {Id} has no program; give it one with {nameof(Load)}.");
        long result;
        if (_vcpu->arch.hcall_needed != 0)
            TakeRegisters(_vcpu);       // user space may have written results there
        Scheduler.Enter(_task);
        try
        {
            result = kvm_vcpu_ioctl(_vcpu, KVM_RUN, 0);
        }
        finally
        {
            Scheduler.Leave(_task);
        }

        code.Failure?.Throw();
        return ExitFrom((int)result, code);
    }

    /// <summary>
    /// Answers the hypercall that <see cref="Run"/> came back with: the next run hands it to the guest in r3, together with what then stands
    /// in r4 to r12.
    /// </summary>
    /// <param name="result">A return code of LoPAR.</param>
    public void AnswerHypercall(long result)
    {
        using MachineCall call = _machine.Enter();
        _vcpu->run->papr_hcall.ret = (ulong)result;
    }

    /// <summary>Sends a signal to the thread that runs the vcpu, now or next: <see cref="Run"/> comes back with EINTR.</summary>
    public void Signal() => _task.Signal();

    /// <summary>KVM_INTERRUPT: an external interrupt for the guest, which stays until it is taken back; or takes it back.</summary>
    public KvmResult SetInterrupt(bool isRaised)
    {
        kvm_interrupt interrupt = new() { irq = isRaised ? KVM_INTERRUPT_SET_LEVEL : KVM_INTERRUPT_UNSET };
        return Call(KVM_INTERRUPT, &interrupt);
    }

    /// <summary>KVM_GET_SREGS: the processor version and the SLB.</summary>
    public KvmResult GetSpecialRegisters(out SpecialRegisters registers)
    {
        kvm_sregs sregs = default;
        KvmResult result = Call(KVM_GET_SREGS, &sregs);
        registers = SpecialRegisters.From(sregs);
        return result;
    }

    /// <summary>KVM_SET_SREGS.</summary>
    public KvmResult SetSpecialRegisters(SpecialRegisters registers)
    {
        ArgumentNullException.ThrowIfNull(registers);
        kvm_sregs sregs = registers.ToKernel();
        return Call(KVM_SET_SREGS, &sregs);
    }

    /// <summary>What has happened to the vcpu so far.</summary>
    public VcpuStatistics Statistics
    {
        get
        {
            kvm_vcpu_stat stat = Vcpu->stat;
            return new VcpuStatistics(stat.sum_exits, stat.signal_exits, stat.dec_exits, stat.ext_intr_exits, stat.halt_wakeup, stat.queue_intr);
        }
    }

    /// <summary>Gives back what the program holds; the machine is going.</summary>
    internal void ReleaseCode()
    {
        if (_code is null)
            return;
        GCHandle.FromIntPtr(_vcpu->arch.guest_code).Free();
        _vcpu->arch.guest_code = 0;
        _code = null;
    }

    private KvmResult Call(uint ioctl, void* argument)
    {
        using MachineCall call = _machine.Enter();
        return new KvmResult((int)kvm_vcpu_ioctl(_vcpu, ioctl, (ulong)argument));
    }

    private VcpuExit ExitFrom(int result, GuestCode code)
    {
        var outcome = new KvmResult(result);
        if (!outcome.IsSuccess)
            return new VcpuExit(_vcpu->run->exit_reason == KVM_EXIT_INTR ? VcpuExitReason.Signalled : VcpuExitReason.Failed, outcome);
        ulong number = _vcpu->run->papr_hcall.nr;
        if (_vcpu->run->exit_reason != KVM_EXIT_PAPR_HCALL)
            throw new InvalidOperationException($"KVM_RUN came back with exit reason {_vcpu->run->exit_reason}, which nobody sets.");
        if (number != Hypercalls.Stop)
            return new VcpuExit(VcpuExitReason.Hypercall, outcome, number);
        return code.Fault is { } fault ? new VcpuExit(VcpuExitReason.Crashed, outcome, 0, fault) : new VcpuExit(VcpuExitReason.Stopped, outcome);
    }

    private static HypercallOutcome Hypercall(kvm_vcpu* vcpu, ulong number)
    {
        vcpu->arch.gpr[3] = number;
        if (call_in_real_mode(&TryRealMode, vcpu) != 0)
            return new HypercallOutcome((long)vcpu->arch.gpr[3], HypercallPath.RealMode);
        if (vcpu->arch.trap != BOOK3S_INTERRUPT_SYSCALL)
            return new HypercallOutcome((long)vcpu->arch.gpr[3], HypercallPath.RealMode);       // H_CEDE: answered, and now waiting
        if ((vcpu->arch.shregs.msr & MSR_PR) != 0)
            return new HypercallOutcome(0, HypercallPath.GuestSystemCall);

        PrepareExit(vcpu);
        return kvmppc_pseries_do_hcall(vcpu) == RESUME_GUEST
            ? new HypercallOutcome((long)vcpu->arch.gpr[3], HypercallPath.VirtualMode)
            : new HypercallOutcome(0, HypercallPath.UserSpace);
    }

    [RealMode]
    private static int TryRealMode(kvm_vcpu* vcpu) => hcall_try_real_mode(vcpu) ? 1 : 0;

    // What the exit from the guest leaves for user space, in case the kernel has no answer either.
    private static void PrepareExit(kvm_vcpu* vcpu)
    {
        vcpu->run->exit_reason = KVM_EXIT_PAPR_HCALL;
        vcpu->run->papr_hcall.nr = vcpu->arch.gpr[3];
        TakeRegisters(vcpu);
        vcpu->arch.hcall_needed = 1;
    }

    private static void TakeRegisters(kvm_vcpu* vcpu)
    {
        for (int i = 0; i < HypercallArguments; i++)
            vcpu->run->papr_hcall.args[i] = vcpu->arch.gpr[4 + i];
    }
}
