// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Scheduling;
using Linux;
using static Linux.book3s_hv;
using static Linux.book3s_hv_rmhandlers;
using static Linux.include.asm.kvm_asm_h;
using static Linux.include.asm.kvm_host_h;
using static Linux.include.asm.reg_h;
using static Linux.include.linux.compiler_h;
using static Linux.include.linux.kvm_h;
using static Linux.include.linux.srcu_h;

namespace Kernel.VirtualMachines;

// Unsafe: the kvm_vcpu is freed with its machine. A hypercall holds the machine through MachineCall and the slots through srcu; what goes
// through Vcpu alone is checked against a machine that is gone already and must not run beside its Dispose.
/// <summary>A virtual processor. One thread at a time may use it; several vcpus of a machine may be used at once.</summary>
public sealed unsafe class VirtualCpu
{
    private const int GprCount = 32;
    private const int HypercallArguments = 9;

    private readonly VirtualMachine _machine;
    private readonly kvm_vcpu* _vcpu;

    internal VirtualCpu(VirtualMachine machine, kvm_vcpu* vcpu)
    {
        _machine = machine;
        _vcpu = vcpu;
        Gpr = new GuestRegisters(this);
    }

    /// <summary>Its number.</summary>
    public int Id => Vcpu->vcpu_id;

    /// <summary>The guest's general purpose registers r0 to r31, live.</summary>
    public GuestRegisters Gpr { get; }

    /// <summary>The same in place, for callers who know that the machine lives.</summary>
    internal Span<ulong> RawGpr => new(Vcpu->arch.gpr, GprCount);

    /// <summary>Whether the guest has ceded this processor and waits.</summary>
    public bool IsCeded => Volatile.Read(ref Vcpu->arch.ceded) != 0;

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

    private static HypercallOutcome Hypercall(kvm_vcpu* vcpu, ulong number)
    {
        vcpu->arch.gpr[3] = number;
        if (RunInRealMode(vcpu))
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

    private static bool RunInRealMode(kvm_vcpu* vcpu)
    {
        vcpu->arch.vcore->vcore_state = VCORE_RUNNING;
        ContextChecks.EnterRealMode();
        try
        {
            return TryRealMode(vcpu);
        }
        finally
        {
            ContextChecks.LeaveRealMode();
            vcpu->arch.vcore->vcore_state = VCORE_INACTIVE;
        }
    }

#if DEBUG
    // Debug builds watch at run time what the analyzers prove. An exception is an oops, which is the better news.
    private static bool TryRealMode(kvm_vcpu* vcpu)
    {
        RealModeScope scope = RealModeScope.Enter();
        bool isAnswered;
        try
        {
            isAnswered = hcall_try_real_mode(vcpu);
        }
        catch
        {
            scope.Abandon();
            throw;
        }

        scope.Dispose();
        return isAnswered;
    }
#else
    private static bool TryRealMode(kvm_vcpu* vcpu) => hcall_try_real_mode(vcpu);
#endif

    // What the exit from the guest leaves for user space, in case the kernel has no answer either.
    private static void PrepareExit(kvm_vcpu* vcpu)
    {
        vcpu->run->exit_reason = KVM_EXIT_PAPR_HCALL;
        vcpu->run->papr_hcall.nr = vcpu->arch.gpr[3];
        for (int i = 0; i < HypercallArguments; i++)
            vcpu->run->papr_hcall.args[i] = vcpu->arch.gpr[4 + i];
        vcpu->arch.hcall_needed = 1;
    }
}
