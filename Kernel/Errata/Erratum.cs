// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Errata;

/// <summary>
/// The numbered defects of the original that the port can show. Each has two behaviours, <em>corrected</em> (the default) and
/// <em>as written</em>, and one marked place in the port zone: search for <c>PORT: E07</c>.
/// </summary>
public enum Erratum
{
    /// <summary><c>kvmppc_h_enter</c> indexes <c>slot_phys[]</c> by host page although it has one entry per 16 MB.</summary>
    E01 = 1,

    /// <summary><c>kvmppc_hv_setup_rma</c> tests the page size before it looks for an RMA, so that every RMA is refused.</summary>
    E02 = 2,

    /// <summary><c>kvmppc_get_guest_page</c> looks up the page of the faulting address: a tail page, unless 16 MB aligned.</summary>
    E03 = 3,

    /// <summary><c>kvmppc_core_prepare_memory_region</c> reuses an array that is too small, and allocates empty arrays.</summary>
    E04 = 4,

    /// <summary>Deleting a slot keeps its array, its pins and its HPTEs; a refused deletion leaves the slot invalid for good.</summary>
    E05 = 5,

    /// <summary><c>kvmppc_hv_setup_rma</c> compares an unsigned variable with zero and accepts an RMA of any size.</summary>
    E06 = 6,

    /// <summary><c>kvmppc_hv_setup_rma</c> ignores a failure to map the VRMA.</summary>
    E07 = 7,

    /// <summary><c>kvmppc_map_vrma</c> overwrites the guest's r4.</summary>
    E08 = 8,

    /// <summary>H_PROD wakes the caller instead of the target.</summary>
    E09 = 9,

    /// <summary><c>do_h_register_vpa</c> unpins the caller's areas where it means the target's.</summary>
    E10 = 10,

    /// <summary>KVM_GET_SREGS clears the processor version together with the rest.</summary>
    E11 = 11,

    /// <summary>H_REMOVE and H_BULK_REMOVE release an entry before its translation is invalidated.</summary>
    E12 = 12,

    /// <summary>H_REMOVE and H_READ expose real addresses of the host to the guest.</summary>
    E13 = 13,

    /// <summary>H_READ exposes the hypervisor's lock bit and torn pairs.</summary>
    E14 = 14,

    /// <summary>H_ANDCOND compares with the caller's own lock bit set.</summary>
    E15 = 15,

    /// <summary>H_ENTER drops the key's high bits and bit 62 of the second doubleword.</summary>
    E16 = 16,

    /// <summary>H_ENTER accepts reserved segment sizes, an odd 16 MB page and, on PPC970, WIMG 1110.</summary>
    E17 = 17,

    /// <summary><c>kvmppc_vcpu_run</c> orders no reads after its test of <c>rma_setup_done</c>.</summary>
    E18 = 18,

    /// <summary>Memory slots are looked up outside the read-side section that keeps them from being freed.</summary>
    E19 = 19,

    /// <summary><c>kvmppc_alloc_hpt</c> leaves a dangling <c>hpt_virt</c> on failure and does not zero the reverse map.</summary>
    E20 = 20,

    /// <summary><c>kvmppc_core_vcpu_create</c> loses its error code and the run page; vcores are never freed.</summary>
    E21 = 21,

    /// <summary>
    /// KVM_CREATE_SPAPR_TCE looks for duplicates too early, leaks a table that gets no descriptor, and accepts windows that H_PUT_TCE
    /// overruns.
    /// </summary>
    E22 = 22,

    /// <summary><c>kvm_vm_ioctl_allocate_rma</c> uses an RMA that it has released and writes the size on failure.</summary>
    E23 = 23,

    /// <summary>Pinning and unpinning a page of an RMA change the counts of two different pages.</summary>
    E25 = 25,

    /// <summary>On a PPC970, more LPIDs are handed out than the processor has.</summary>
    E26 = 26,

    /// <summary>A rejected H_ENTER leaves its page pinned.</summary>
    E27 = 27,

    /// <summary><c>__kvm_set_memory_region</c> does not validate flags and ignores a new user address.</summary>
    E28 = 28,

    /// <summary><c>kvmppc_core_prepare_memory_region</c> does not check the alignment of the user address.</summary>
    E29 = 29,

    /// <summary><c>kvm_create_vm</c> leaks the table and the LPID when it fails after the architecture's part.</summary>
    E30 = 30,

    /// <summary><c>kvmppc_core_vcpu_create</c> takes a vcpu number of 2^31 or more for a core below 0.</summary>
    E31 = 31,

    /// <summary>A virtual core does not run while one of its vcpus is in user space.</summary>
    E32 = 32,

    /// <summary>H_PROTECT loses a reference or change bit that the hardware sets before the translation is invalidated.</summary>
    E33 = 33,

    /// <summary><c>kvm_alloc_rma</c> hands a real mode area on with what its last guest left in it.</summary>
    E34 = 34,

    /// <summary>H_REGISTER_VPA changes another vcpu's areas while that vcpu runs.</summary>
    E35 = 35,

    /// <summary>A vcpu that is too late to enter the guest increments its yield count, but not a second time.</summary>
    E36 = 36,

    /// <summary>H_READ with R_XLATE returns the second doubleword without the entry's R and C bits.</summary>
    E37 = 37,

    /// <summary>A local invalidation is done for H_LOCAL although other cores may hold the translation.</summary>
    E38 = 38,

    /// <summary><c>kvmppc_handle_exit</c> ends in BUG() at an interrupt that it does not know.</summary>
    E39 = 39,

    /// <summary><c>runnable_threads</c> is walked while no lock keeps a vcpu from leaving it.</summary>
    E40 = 40,

    /// <summary>An I/O translation table is freed while a vcpu looks it up in real mode.</summary>
    E41 = 41,

    /// <summary>The dirty log of a slot is always empty.</summary>
    E42 = 42,

    /// <summary>Real mode rounds a hypercall number down to a multiple of 4.</summary>
    E43 = 43,

    /// <summary>H_PROD and H_REGISTER_VPA ignore the upper 32 bits of a vcpu number.</summary>
    E44 = 44,

    /// <summary>H_REGISTER_VPA accepts an area at address 0 and a VPA that crosses a 4 KB page.</summary>
    E45 = 45,

    /// <summary>KVM_SET_SREGS accepts a processor version other than the host's.</summary>
    E46 = 46,

    /// <summary>The guest's UAMOR is left in the register when the host goes on.</summary>
    E47 = 47,

    /// <summary><c>lwsync</c> stands between a store and the load of another processor's word.</summary>
    E49 = 49,

    /// <summary>A secondary thread loads its vcpu before it acknowledges the interrupt that announces it.</summary>
    E50 = 50,

    /// <summary>A secondary thread increments <c>nap_count</c> before it clears its vcpu.</summary>
    E51 = 51,

    /// <summary>KVM_SET_SREGS frees an error pointer when user space cannot be read.</summary>
    E52 = 52,

    /// <summary>H_CEDE of a vcpu that was prodded before branches to the wrong label, into a nap that nobody has prepared.</summary>
    E53 = 53,

    /// <summary>KVM_CREATE_VCPU ignores the upper 32 bits of its argument.</summary>
    E60 = 60,

    /// <summary><c>kvm_arch_vcpu_create</c> stores through the pointer that stands for an error.</summary>
    E61 = 61,

    /// <summary>KVM_RUN returns <c>RESUME_HOST</c> instead of 0.</summary>
    E62 = 62,

    /// <summary>H_PUT_TCE checks neither the low bits of the I/O address nor the entry.</summary>
    E63 = 63,

    /// <summary>H_CONFER accepts the number of a vcpu that does not exist.</summary>
    E64 = 64,

    /// <summary>An external interrupt that is raised once stays pending after real mode has delivered it.</summary>
    E65 = 65,

    /// <summary>KVM_SET_USER_MEMORY_REGION deletes a slot that does not exist.</summary>
    E72 = 72,
}
