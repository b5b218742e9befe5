// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;
using Kernel.Concurrency;
using Kernel.Host.Scheduling;
using Kernel.Machine;
using Kernel.VirtualMachines.Guests;
using Linux;
using static Linux.book3s_hv;
using static Linux.book3s_hv_rmhandlers;
using static Linux.include.asm.kvm_asm_h;
using static Linux.include.linux.compiler_h;
using static Linux.include.linux.kvm_h;
using static Linux.include.linux.sched_h;
using static Linux.include.linux.srcu_h;
using static Linux.include.port.realmode_h;
using static Linux.kvm_main;

namespace Kernel.VirtualMachines;

// Unsafe: the kvm_vcpu is freed with its machine. Calls and looks keep the machine through MachineCall, a hypercall also the slots through
// srcu. What changes the vcpu holds a Use, of which there is one at a time.
/// <summary>
/// A virtual processor. One thread at a time may use it; several vcpus of a machine may be used at once. While it runs, or another thread
/// makes a call, whatever changes it or would wait for it is refused with an <see cref="InvalidOperationException"/>: hypercalls, writes of
/// registers, special registers, <see cref="Load"/>, another <see cref="Run"/>. Registers and state can be read meanwhile, and show some
/// moment of the run. <see cref="Signal"/>, <see cref="RaiseInterrupt"/> and <see cref="ClearInterrupt"/> are for that time.
/// </summary>
public sealed unsafe partial class VirtualCpu
{
    private readonly VirtualMachine _machine;
    private readonly kvm_vcpu* _vcpu;
    private readonly int _id;
    private readonly TaskHandle _task = new();
    private GuestCode? _code;
    private VcpuExit? _keptExit;
    private int _isInUse;

    internal VirtualCpu(VirtualMachine machine, kvm_vcpu* vcpu)
    {
        _machine = machine;
        _vcpu = vcpu;
        _id = vcpu->vcpu_id;
        Gpr = GuestRegisters.OfUserSpace(this);
    }

    /// <summary>The number of the vcpu.</summary>
    /// <exception cref="ObjectDisposedException">The virtual machine has been disposed.</exception>
    public int Id
    {
        get
        {
            using MachineCall _ = Look();
            return _id;
        }
    }

    /// <summary>The guest's general purpose registers r0 to r31, in place.</summary>
    public GuestRegisters Gpr { get; }

    /// <summary>Whether the guest has ceded this processor and waits.</summary>
    public bool IsCeded
    {
        get
        {
            using MachineCall _ = Look();
            return READ_ONCE(&_vcpu->arch.ceded) != 0;
        }
    }

    /// <summary>
    /// Whether the thread that runs the vcpu sleeps in the kernel, because its virtual core waits or is run by another thread.
    /// </summary>
    public bool IsAsleep => _task.IsAsleep;

    /// <summary>The guest's machine state register.</summary>
    /// <exception cref="InvalidOperationException">A write while the vcpu is used elsewhere.</exception>
    public ulong Msr
    {
        get
        {
            using MachineCall _ = Look();
            return _vcpu->arch.shregs.msr;
        }

        set
        {
            using MachineCall _ = _machine.Enter();
            using Use use = BeginUse();
            kvmppc_set_msr(_vcpu, value);
        }
    }

    /// <summary>The vcpu, for callers that keep its machine themselves.</summary>
    internal kvm_vcpu* Vcpu
    {
        get
        {
            _ = _machine.Kvm;       // throws once the machine has been disposed, which frees the vcpu
            return _vcpu;
        }
    }

    /// <summary>The vcpu during a run, which keeps the machine even if it is disposed meanwhile.</summary>
    internal kvm_vcpu* VcpuInRun => _vcpu;

    /// <summary>
    /// Does what the first run of a vcpu does before it enters the guest (<c>kvmppc_hv_setup_rma</c>). A second time does nothing.
    /// </summary>
    /// <exception cref="KvmException">EINVAL: no suitable memory at guest address 0. EPERM: a PPC970 without a real mode area.</exception>
    public void SetUpRealModeArea() => TrySetUpRealModeArea().ThrowIfFailed("Setting up the real mode area");

    /// <summary>Like <see cref="SetUpRealModeArea"/>, but returns the error.</summary>
    /// <returns>Success; EINVAL: no suitable memory at guest address 0; EPERM: a PPC970 without a real mode area.</returns>
    public KvmResult TrySetUpRealModeArea()
    {
        using MachineCall call = _machine.Enter();
        using Use use = BeginUse();
        KvmResult result;
        int idx = srcu_read_lock(&call.Kvm->srcu);
        try
        {
            result = new KvmResult(READ_ONCE(&call.Kvm->arch.rma_setup_done) != 0 ? 0 : kvmppc_hv_setup_rma(_vcpu));
        }
        catch
        {
            UserCode.DiscardFailure();
            throw;
        }
        finally
        {
            srcu_read_unlock(&call.Kvm->srcu, idx);
        }
        UserCode.ThrowFailure();
        TimeBase.ThrowFailure();
        return result;
    }

    /// <summary>
    /// Makes a hypercall as the guest would: first in real mode; if the real-mode handler leaves it to the host, with translation on.
    /// Allocates no managed memory.
    /// </summary>
    /// <param name="number">Goes to r3, which then gets the result.</param>
    /// <param name="arguments">
    /// Up to nine arguments, for r4 to r12; unused registers are set to 0. Depending on the hypercall, further results are in r4 and up.
    /// </param>
    /// <exception cref="ArgumentException">There are more than nine arguments.</exception>
    /// <exception cref="InvalidOperationException">The vcpu runs, or another thread uses it.</exception>
    /// <exception cref="ObjectDisposedException">The virtual machine has been disposed.</exception>
    public HypercallOutcome Hypercall(HypercallNumber number, params ReadOnlySpan<ulong> arguments)
    {
        using MachineCall call = _machine.Enter();
        using Use use = BeginUse();
        HypercallArguments.Load(_vcpu, number, arguments);
        HypercallOutcome outcome;
        int idx = srcu_read_lock(&call.Kvm->srcu);      // the slots that a lookup finds stay until it ends
        try
        {
            outcome = AnswerInKernel(_vcpu);
        }
        catch
        {
            UserCode.DiscardFailure();
            throw;
        }
        finally
        {
            srcu_read_unlock(&call.Kvm->srcu, idx);
        }
        if (_machine.System.HasPinHandlers)
            UserCode.ThrowFailure();
        TimeBase.ThrowFailure();
        return outcome;
    }

    /// <summary>
    /// Gives the vcpu a program, which its next run starts, and enables the hypercalls of LoPAR (KVM_CAP_PPC_PAPR), without which a vcpu
    /// does not run in hypervisor mode. The registers stay as they are.
    /// </summary>
    /// <remarks>
    /// The program that was loaded before is disposed: where its iterator has stopped inside a <c>try</c>, the <c>finally</c> runs. So it
    /// does at the end of the program, after an oops, and when the machine or its system is disposed.
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// The vcpu runs, or another thread uses it; or the program's body has returned null. The loaded program is still there.
    /// </exception>
    /// <exception cref="Exception">
    /// What the program's body has thrown before its first instruction: the loaded program is still there. Or what a <c>finally</c> of the
    /// program before has thrown: the new one is loaded.
    /// </exception>
    public void Load(GuestProgram program) => Start(program, enablesPapr: true);

    /// <summary>Gives the vcpu a program and nothing else.</summary>
    internal void LoadWithoutPapr(GuestProgram program) => Start(program, enablesPapr: false);

    private void Start(GuestProgram program, bool enablesPapr)
    {
        ArgumentNullException.ThrowIfNull(program);
        using MachineCall call = _machine.Enter();
        using Use use = BeginUse();
        var code = new GuestCode(program, this, _machine.System);
        ReleaseCode(isUnused: true);
        _code = code;
        _keptExit = null;
        _vcpu->arch.guest_code = GCHandle.ToIntPtr(GCHandle.Alloc(code));
        _vcpu->arch.pc = GuestCode.FirstAddress;
        _vcpu->arch.hcall_needed = 0;                   // the new program has made no hypercall
        if (enablesPapr)
        {
            kvm_enable_cap capability = new() { cap = KVM_CAP_PPC_PAPR };
            new KvmResult((int)kvm_vcpu_ioctl(_vcpu, KVM_ENABLE_CAP, (ulong)&capability)).ThrowIfFailed("KVM_ENABLE_CAP");
        }
        UserCode.ThrowFailure();
    }

    /// <summary>
    /// KVM_RUN (<c>kvmppc_vcpu_run</c>): runs the guest on this thread, and the other vcpus of its virtual core with it, until user space
    /// is needed.
    /// </summary>
    /// <param name="cancellationToken">Signals the thread when it is cancelled.</param>
    /// <exception cref="InvalidOperationException">The vcpu has no program, or another thread runs it.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled. A later run resumes the guest.</exception>
    public VcpuExit Run(CancellationToken cancellationToken = default)
    {
        using MachineCall call = _machine.Enter();
        using Use use = BeginUse();
        VcpuExit exit = _keptExit ?? RunLoaded(cancellationToken);
        _keptExit = null;
        if (exit is VcpuExit.Signalled)
            cancellationToken.ThrowIfCancellationRequested();
        return exit;
    }

    /// <summary>Does <see cref="Run"/> on a thread of its own, as user space does for each vcpu.</summary>
    /// <param name="cancellationToken">Signals the thread when it is cancelled.</param>
    /// <returns>The exit, or the exception of <see cref="Run"/>.</returns>
    public Task<VcpuExit> RunOnThread(CancellationToken cancellationToken = default) =>
        OsThread.Run("vcpu", () => Run(cancellationToken), cancellationToken);

    /// <summary>Begins what changes the vcpu, until the result is disposed. The caller keeps the machine.</summary>
    /// <exception cref="InvalidOperationException">The vcpu is used elsewhere.</exception>
    internal Use BeginUse()
    {
        if (Atomics.Exchange(ref _isInUse, 1) != 0)
        {
            throw new InvalidOperationException(
                $"vcpu {_id} is being run or used by another thread, or by its own guest; expected one thread at a time.");
        }
        return new Use(this);
    }

    /// <summary>Begins a look at the vcpu. Others may change it meanwhile.</summary>
    internal MachineCall Look() => _machine.Look();

    private VcpuExit RunLoaded(CancellationToken cancellationToken)
    {
        GuestCode code = _code ?? throw new InvalidOperationException($"vcpu {_id} has no program; give it one with {nameof(Load)}.");
        long result;
        if (_vcpu->arch.hcall_needed != 0)
            HypercallArguments.CopyToRun(_vcpu);        // user space may have written results to the registers
        Scheduler scheduler = _machine.System.Host.Scheduler;
        scheduler.Enter(_task);
        try
        {
            // Disposed before Leave, which drops pending signals: a late cancellation does not reach the next run.
            using CancellationTokenRegistration _ = cancellationToken.UnsafeRegister(static vcpu => ((VirtualCpu)vcpu!).Signal(), this);
            result = kvm_vcpu_ioctl(_vcpu, KVM_RUN, 0);
            LastRunReturned = (int)result;
        }
        catch
        {
            if (_machine.IsTainted)
                code.Close();                           // the guest goes on no more
            UserCode.DiscardFailure();
            throw;
        }
        finally
        {
            scheduler.Leave(_task);
        }

        if (code.Failure is { } failure)
        {
            UserCode.DiscardFailure();
            failure.Throw();
        }
        VcpuExit exit = ExitFrom((int)result, code);
        if (exit is VcpuExit.Signalled)
            TimeBase.ThrowFailure();                    // a clock that throws ends runs by a signal; the next one resumes the guest
        _keptExit = exit;                               // for the next run, if user code has thrown
        UserCode.ThrowFailure();
        TimeBase.ThrowFailure();
        return exit;
    }

    /// <summary>
    /// Answers the hypercall that <see cref="Run"/> returned with: the next run hands the result to the guest in r3, together with r4 to
    /// r12 as they stand then.
    /// </summary>
    /// <param name="result">A return code of LoPAR.</param>
    public void AnswerHypercall(HypercallResult result)
    {
        using MachineCall call = _machine.Enter();
        using Use use = BeginUse();
        _vcpu->run->papr_hcall.ret = (ulong)result;
    }

    /// <summary>
    /// Signals the thread that runs the vcpu; if none does, the next one that will. <see cref="Run"/> returns <see
    /// cref="VcpuExit.Signalled"/>.
    /// </summary>
    public void Signal() => _task.Signal();

    /// <summary>KVM_INTERRUPT: raises the external interrupt of the guest, which stays raised until <see cref="ClearInterrupt"/>.</summary>
    public void RaiseInterrupt() => SetInterrupt(KVM_INTERRUPT_SET_LEVEL);

    /// <summary>KVM_INTERRUPT: raises the external interrupt of the guest, which is over once the guest has taken it.</summary>
    public void RaiseInterruptOnce() => SetInterrupt(KVM_INTERRUPT_SET);

    /// <summary>KVM_INTERRUPT: clears the external interrupt of the guest.</summary>
    public void ClearInterrupt() => SetInterrupt(KVM_INTERRUPT_UNSET);

    /// <summary>KVM_GET_SREGS: the processor version and the SLB.</summary>
    public SpecialRegisters GetSpecialRegisters()
    {
        kvm_sregs sregs = default;
        Exclusively(KVM_GET_SREGS, &sregs).ThrowIfFailed("KVM_GET_SREGS");
        return SpecialRegisters.From(sregs);
    }

    /// <summary>KVM_SET_SREGS: the processor version, which must be the host's, and the SLB.</summary>
    /// <exception cref="ArgumentException">There are more SLB entries than <c>struct kvm_sregs</c> holds.</exception>
    /// <exception cref="KvmException">EINVAL: another processor version. ENOMEM: no memory for a copy. Nothing has been set.</exception>
    public void SetSpecialRegisters(SpecialRegisters registers) =>
        TrySetSpecialRegisters(registers).ThrowIfFailed("KVM_SET_SREGS");

    /// <summary>Like <see cref="SetSpecialRegisters"/>, but returns the error.</summary>
    /// <exception cref="ArgumentException">There are more SLB entries than <c>struct kvm_sregs</c> holds.</exception>
    /// <returns>Success; EINVAL: another processor version than the host's; ENOMEM.</returns>
    public KvmResult TrySetSpecialRegisters(SpecialRegisters registers)
    {
        ArgumentNullException.ThrowIfNull(registers);
        kvm_sregs sregs = registers.ToKernel();
        return Exclusively(KVM_SET_SREGS, &sregs);
    }

    /// <summary>What the last KVM_RUN returned: 0, or a negative error number. <see cref="Run"/> says more.</summary>
    public int LastRunReturned { get; private set; }

    /// <summary>What has happened to the vcpu so far.</summary>
    public VcpuStatistics Statistics
    {
        get
        {
            using MachineCall _ = Look();
            kvm_vcpu_stat stat = _vcpu->stat;
            return new VcpuStatistics(
                stat.sum_exits, stat.signal_exits, stat.dec_exits, stat.ext_intr_exits, stat.halt_wakeup, stat.queue_intr);
        }
    }

    /// <summary>
    /// Ends the program and frees its GCHandle. What the program throws is kept for the caller (<see cref="UserCode.ThrowFailure"/>).
    /// </summary>
    /// <param name="isUnused">
    /// Whether no run is under way, for the caller holds the vcpu or the machine is used no more. Otherwise a thread hangs in a kernel that
    /// has oopsed, and its handle is left to it.
    /// </param>
    internal void ReleaseCode(bool isUnused)
    {
        if (_code is not { } code)
            return;
        code.Close();
        if (!isUnused)
            return;
        GCHandle.FromIntPtr(_vcpu->arch.guest_code).Free();
        _vcpu->arch.guest_code = 0;
        _code = null;
    }

    private void SetInterrupt(uint level)
    {
        kvm_interrupt interrupt = new() { irq = level };
        using MachineCall call = _machine.Enter();
        new KvmResult((int)kvm_vcpu_ioctl(_vcpu, KVM_INTERRUPT, (ulong)&interrupt)).ThrowIfFailed("KVM_INTERRUPT");
    }

    // A system call that the kernel lets wait until the vcpu is out of its run.
    private KvmResult Exclusively(uint ioctl, void* argument)
    {
        using MachineCall call = _machine.Enter();
        using Use use = BeginUse();
        return new KvmResult((int)kvm_vcpu_ioctl(_vcpu, ioctl, (ulong)argument));
    }

    private VcpuExit ExitFrom(int result, GuestCode code)
    {
        var outcome = new KvmResult(result);
        uint reason = _vcpu->run->exit_reason;
        if (!outcome.IsSuccess)
            return reason == KVM_EXIT_INTR ? new VcpuExit.Signalled() : new VcpuExit.Failed(outcome);
        if (reason == KVM_EXIT_UNKNOWN)
            return new VcpuExit.UnknownInterrupt((InterruptVector)_vcpu->run->hardware_exit_reason);
        if (reason != KVM_EXIT_PAPR_HCALL)
            throw new InvalidOperationException($"KVM_RUN returned exit reason {reason}; expected {KVM_EXIT_PAPR_HCALL}, a hypercall.");
        var number = (HypercallNumber)_vcpu->run->papr_hcall.nr;
        if (number != HypercallNumber.Stop)
            return new VcpuExit.Hypercall(number);
        return code.Fault is { } fault ? new VcpuExit.Crashed(fault) : new VcpuExit.Stopped();
    }

    // One hypercall of kvmppc_hv_entry, kvmppc_run_core and kvmppc_vcpu_run, without a guest around it.
    private static HypercallOutcome AnswerInKernel(kvm_vcpu* vcpu)
    {
        kvmppc_update_vpas(vcpu);
        HypercallOutcome outcome = AnswerBetweenEntries(vcpu);
        kvmppc_update_vpas(vcpu);
        return outcome;
    }

    private static HypercallOutcome AnswerBetweenEntries(kvm_vcpu* vcpu)
    {
        // H_CEDE is answered in real mode, but leaves the guest with another trap.
        if (call_in_real_mode(&hcall_try_real_mode, vcpu) || vcpu->arch.trap != BOOK3S_INTERRUPT_SYSCALL)
            return new HypercallOutcome((HypercallResult)vcpu->arch.gpr[3], HypercallPath.RealMode);
        if (kvmppc_handle_exit(vcpu->run, vcpu, current) == RESUME_GUEST)
            return new HypercallOutcome(HypercallResult.Success, HypercallPath.GuestSystemCall);
        return kvmppc_pseries_do_hcall(vcpu) == RESUME_GUEST
            ? new HypercallOutcome((HypercallResult)vcpu->arch.gpr[3], HypercallPath.VirtualMode)
            : new HypercallOutcome(HypercallResult.Success, HypercallPath.UserSpace);
    }

    /// <summary>The time in which one thread has the vcpu.</summary>
    internal readonly ref struct Use
    {
        private readonly VirtualCpu _vcpu;

        internal Use(VirtualCpu vcpu) => _vcpu = vcpu;

        /// <summary>Lets others have it.</summary>
        public void Dispose() => Atomics.Write(ref _vcpu._isInUse, 0);
    }
}
