// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Tests.Fidelity;

/// <summary>
/// Where the calls of a ported function are not those of its original, and why. Everything else must agree; an entry that nothing needs
/// any more fails a test too.
/// </summary>
internal static class Correspondence
{
    /// <summary>A callee whose place another name takes, in every function.</summary>
    internal sealed record Renaming(string Callee, string InPort, string Why);

    /// <summary>A callee or constant of the C that the port does not have in the function.</summary>
    internal sealed record Absence(string Function, string Name, string Why);

    /// <summary>A call of the port that the C does not have; <c>*</c> stands for every function.</summary>
    internal sealed record Addition(string Function, string Callee, string Why);

    internal static IReadOnlyList<Renaming> Renamings { get; } =
    [
        new("list_first_entry", "list_entry", "a macro over a type; the struct brings its own list_entry"),
        new("pte_pfn", "pte_real", "the page number and the offset in the page are not parted, so they need not be joined"),
    ];

    internal static IReadOnlyList<Absence> NotCalled { get; } = [];

    internal static IReadOnlyList<Addition> Added { get; } =
    [
        // What is no call in C.
        new("*", "READ_ONCE", "a plain or volatile read of a shared word in C; .NET may merge adjacent plain reads"),
        new("*", "WRITE_ONCE", "a plain store to a shared word in C"),
        new("*", "corrected", "asks whether a numbered defect of the original is corrected in this run"),
        new("*", "likely", "a hint to the C compiler, which the inventory does not list"),
        new("*", "ptesync", "inline assembly in C"),
        new("*", "eieio", "inline assembly in C"),
        new("*", "tlbsync", "inline assembly in C"),
        new("*", "tlbiel", "inline assembly in C"),
        new("*", "first", "takes the first element of a list inside a macro in C"),
        new("*", "table", "names a block that other processes may look at; blocks have no names in C"),
        new("*", "next", "inside a macro in C"),
        new("*", "list_entry", "inside a macro in C"),
        new("*", "pages", "C writes stt->pages; the array's address needs a call"),
        new("try_lock_hpte", "cmpxchg", "ldarx and stdcx. in C's inline assembly"),
        new("try_lock_tlbie", "cmpxchg", "lwarx and stwcx. in C's inline assembly"),
        new("kvmppc_mmu_hv_init", "BITS_TO_LONGS", "C writes sizeof(lpid_inuse)"),
        new("kvmppc_h_remove", "unlock_tlbie", "a plain store in C"),
        new("kvmppc_h_bulk_remove", "unlock_tlbie", "a plain store in C"),
        new("kvmppc_h_protect", "unlock_tlbie", "a plain store in C"),

        // What the C would do by faulting.
        new("kvmppc_h_enter", "oops_out_of_bounds", "E01 as written follows a null pointer or leaves the array in C"),

        // Corrections.
        new("kvmppc_h_enter", "kvmppc_h_enter_v_valid", "E17: what the architecture demands of the first doubleword"),
        new("kvmppc_h_enter", "kvmppc_h_enter_wimg_valid", "the C's own condition, which E27 needs a second time"),
        new("kvmppc_virtmode_h_enter", "kvmppc_h_enter_v_valid", "E27: refused before a page is pinned"),
        new("kvmppc_virtmode_h_enter", "kvmppc_h_enter_wimg_valid", "E27: refused before a page is pinned"),
        new("kvmppc_h_remove", "andcond_v", "E15: the caller's own lock bit does not count"),
        new("kvmppc_h_bulk_remove", "andcond_v", "E15: the caller's own lock bit does not count"),
        new("kvmppc_h_remove", "guest_rpte", "E13: the guest's own second doubleword"),
        new("kvmppc_h_remove", "guest_view", "E13: the guest's own second doubleword"),
        new("kvmppc_h_read", "guest_rpte", "E13: the guest's own second doubleword"),
        new("kvmppc_h_read", "guest_view", "E13: the guest's own second doubleword"),
        new("kvmppc_h_read", "smp_rmb", "E14: the two words are read as a pair"),
        new("kvmppc_alloc_hpt", "vzalloc", "E20: the reverse map begins as zeroes"),
        new("kvmppc_core_prepare_memory_region", "grow_slot_phys", "E04: a slot that comes back larger gets a larger array"),
        new("kvmppc_core_vcpu_create", "kvm_vcpu_uninit", "E21: the run page is freed on the error path"),
        new("kvmppc_run_core", "srcu_read_lock", "E19: the slots stay while the guest is inside"),
        new("kvmppc_run_core", "srcu_read_unlock", "E19: the slots stay while the guest is inside"),
        new("kvmppc_vcpu_run", "srcu_read_lock", "E19: the slots stay while they are looked at"),
        new("kvmppc_vcpu_run", "srcu_read_unlock", "E19: the slots stay while they are looked at"),
        new("kvmppc_vcpu_run", "smp_rmb", "E18: later reads stay behind that of the flag"),
        new("kvmppc_run_vcpu", "kvmppc_end_prodded_cede", "E09: a prod ends the wait"),
        new("kvm_vm_ioctl_create_spapr_tce", "spapr_tce_table_of", "E22: tested under the lock"),
        new("kvm_vm_ioctl_create_spapr_tce", "kvm_put_kvm", "E22: the loser gives up what it took"),
        new("kvm_vm_ioctl_create_spapr_tce", "release_spapr_tce_table", "E22: without a descriptor the table goes"),
        new("kvmppc_pseries_do_hcall", "kvm_vcpu_kick", "E09: the target is woken where it sleeps"),
        new("kvmppc_pseries_do_hcall", "mutex_lock", "two callers that register for a third would each drop its old area"),
        new("kvmppc_pseries_do_hcall", "mutex_unlock", "two callers that register for a third would each drop its old area"),
        new("kvmppc_core_init_vm", "mutex_init", "the lock that H_REGISTER_VPA takes"),
        new("kvmppc_core_destroy_vm", "kfree", "E21: the virtual cores are freed"),
    ];

    internal static IReadOnlyList<Absence> ConstantsNotUsed { get; } =
    [
        new("real_vmalloc_addr", "PAGE_SHIFT", "pte_real tells number and offset in one"),
        new("real_vmalloc_addr", "PAGE_MASK", "pte_real tells number and offset in one"),
        new("kvmppc_h_enter", "HPTE_R_WIMG", "stands in kvmppc_h_enter_wimg_valid"),
        new("kvmppc_h_enter", "HPTE_R_W", "stands in kvmppc_h_enter_wimg_valid"),
        new("kvmppc_h_enter", "HPTE_R_I", "stands in kvmppc_h_enter_wimg_valid"),
        new("kvmppc_h_enter", "HPTE_R_M", "stands in kvmppc_h_enter_wimg_valid"),
        new("kvmppc_h_enter", "VCORE_RUNNING", "decides in C whether the vmalloc pointer must be converted; the linear alias is good in both modes"),
        new("kvmppc_alloc_hpt", "NR_LPIDS", "E26: nr_lpids knows the processor's limit; it holds NR_LPIDS as written"),
        new("kvmppc_start_thread", "CONFIG_PPC_ICP_NATIVE", "a configuration of the C's build"),
        new("kvmppc_start_thread", "CONFIG_SMP", "a configuration of the C's build"),
        new("kvmppc_book3s_hv_init", "THIS_MODULE", "there are no modules"),
    ];
}
