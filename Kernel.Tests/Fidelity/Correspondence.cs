// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Tests.Fidelity;

/// <summary>
/// The accepted differences between the calls and constants of a ported function and those of its original, with reasons. Everything else
/// must agree, and an entry that is no longer needed fails a test.
/// </summary>
internal static class Correspondence
{
    /// <summary>A callee that has another name in the port, in every function.</summary>
    internal sealed record Renaming(string Callee, string InPort, string Why);

    /// <summary>A callee or constant of the C that the ported function does not use.</summary>
    internal sealed record Absence(string Function, string Name, string Why);

    /// <summary>A call of the port that the C does not make; <c>*</c> means every function.</summary>
    internal sealed record Addition(string Function, string Callee, string Why);

    internal static IReadOnlyList<Renaming> Renamings { get; } =
    [
        new("list_first_entry", "list_entry", "a macro over a type; the struct brings its own list_entry"),
        new("pte_pfn", "pte_real", "the page number and the offset in the page are not separated, so they are not joined"),
    ];

    internal static IReadOnlyList<Absence> NotCalled { get; } =
    [
        new("kvmppc_run_core", "kvmppc_core_pending_dec", "E40: in kvmppc_look_after_exits, with the core's lock or without it"),
        new("kvmppc_run_core", "kvmppc_core_dequeue_dec", "E40: in kvmppc_look_after_exits, with the core's lock or without it"),
        new("kvmppc_run_core", "kvmppc_handle_exit", "E40: in kvmppc_look_after_exits, with the core's lock or without it"),
        new("kvmppc_run_core", "kvmppc_end_cede", "E40: in kvmppc_look_after_exits, with the core's lock or without it"),
        new("kvmppc_run_core", "kvmppc_set_timer", "E40: in kvmppc_look_after_exits, with the core's lock or without it"),
        new("kvmppc_vcore_blocked", "list_for_each_entry", "E40: in kvmppc_all_idle, with the core's lock or without it"),
    ];

    internal static IReadOnlyList<Addition> Added { get; } =
    [
        // Not a call in C.
        new("*", "READ_ONCE", "a plain or volatile read of a shared word in C; .NET may merge adjacent plain reads"),
        new("*", "WRITE_ONCE", "a plain store to a shared word in C"),
        new("*", "unsigned", "C converts a return code without a word"),
        new("*", "corrected", "asks whether a numbered defect of the original is corrected in this run"),
        new("*", "likely", "a hint to the C compiler, which the inventory does not list"),
        new("*", "ptesync", "inline assembly in C"),
        new("*", "eieio", "inline assembly in C"),
        new("*", "tlbsync", "inline assembly in C"),
        new("*", "tlbiel", "inline assembly in C"),
        new("*", "table", "names a block that other processes may look at; blocks have no names in C"),
        new("try_lock_hpte", "cmpxchg", "ldarx and stdcx. in C's inline assembly"),
        new("try_lock_tlbie", "cmpxchg", "lwarx and stwcx. in C's inline assembly"),
        new("kvmppc_mmu_hv_init", "BITS_TO_LONGS", "C writes sizeof(lpid_inuse)"),
        new("kvmppc_h_remove", "unlock_tlbie", "a plain store in C"),
        new("kvmppc_h_bulk_remove", "unlock_tlbie", "a plain store in C"),
        new("kvmppc_h_protect", "unlock_tlbie", "a plain store in C"),

        // A fault in C.
        new("kvmppc_h_enter", "oops_out_of_bounds", "E01 as written follows a null pointer or leaves the array in C"),

        // Corrections.
        new("kvmppc_h_enter", "kvmppc_h_enter_v_valid", "E17: the architecture's requirements on the first doubleword"),
        new("kvmppc_h_enter", "kvmppc_h_enter_wimg_valid", "the condition of the C, which E27 needs a second time"),
        new("kvmppc_virtmode_h_enter", "kvmppc_h_enter_v_valid", "E27: refused before a page is pinned"),
        new("kvmppc_virtmode_h_enter", "kvmppc_h_enter_wimg_valid", "E27: refused before a page is pinned"),
        new("kvmppc_h_remove", "andcond_v", "E15: the caller's own lock bit is ignored"),
        new("kvmppc_h_bulk_remove", "kvmppc_h_bulk_invalidate", "E12: the entries stay locked until their translations are gone"),
        new("kvmppc_h_bulk_remove", "andcond_v", "E15: the caller's own lock bit is ignored"),
        new("kvmppc_h_remove", "guest_rpte", "E13: the guest's second doubleword"),
        new("kvmppc_h_remove", "guest_view", "E13: the guest's second doubleword"),
        new("kvmppc_h_read", "guest_rpte", "E13: the guest's second doubleword"),
        new("kvmppc_h_read", "guest_view", "E13: the guest's second doubleword"),
        new("kvmppc_h_read", "smp_rmb", "E14: the two words are read as a pair"),
        new("kvmppc_h_remove", "logged_c", "E42: the change bit that the dirty log has taken"),
        new("kvmppc_h_remove", "note_changed", "E42: the dirty log gets the pages of a removed entry"),
        new("kvmppc_h_bulk_remove", "logged_c", "E42: the change bit that the dirty log has taken"),
        new("kvmppc_h_bulk_remove", "note_changed", "E42: the dirty log gets the pages of a removed entry"),
        new("kvmppc_h_read", "logged_c", "E42: the change bit that the dirty log has taken"),
        new("kvmppc_unpin_guest_page", "note_host_store", "E42: the dirty log gets a page that the host has written"),
        new("kvmppc_alloc_hpt", "vzalloc", "E20: the reverse map is zeroed"),
        new("kvmppc_core_prepare_memory_region", "grow_slot_phys", "E04: a slot recreated larger gets a larger array"),
        new("kvmppc_core_vcpu_create", "kvm_vcpu_uninit", "E21: the run page is freed on the error path"),
        new("kvmppc_run_core", "srcu_read_lock", "E19: the slots are not freed while the vcpu is in the guest"),
        new("kvmppc_run_core", "srcu_read_unlock", "E19: the slots are not freed while the vcpu is in the guest"),
        new("kvmppc_vcpu_run", "srcu_read_lock", "E19: the slots are not freed while they are read"),
        new("kvmppc_vcpu_run", "srcu_read_unlock", "E19: the slots are not freed while they are read"),
        new("kvmppc_vcpu_run", "smp_rmb", "E18: later reads are ordered after the read of the flag"),
        new("kvmppc_run_vcpu", "list_first_entry", "E32: somebody else has to run the core"),
        new("kvmppc_run_vcpu", "kvmppc_end_prodded_cede", "E09: a prod ends the wait"),
        new("kvm_alloc_rma", "clear_pages", "E34: the area is zeroed"),
        new("kvm_vm_ioctl_create_spapr_tce", "spapr_tce_table_of", "E22: tested under the lock"),
        new("kvm_vm_ioctl_create_spapr_tce", "kvm_put_kvm", "E22: the second caller drops its reference"),
        new("kvm_vm_ioctl_create_spapr_tce", "release_spapr_tce_table", "E22: a table without a descriptor is freed"),
        new("kvmppc_pseries_do_hcall", "kvm_vcpu_kick", "E09: wakes the target's thread"),
        new("do_h_register_vpa", "request_vpa", "E35: the target installs the area itself"),
        new("do_h_register_vpa", "vpa_crosses_page", "E45: a virtual processor area lies within 4 KB"),
        new("kvmppc_run_vcpu", "kvmppc_update_vpas", "E35: installs what was requested before the vcpu may enter the guest"),
        new("kvmppc_run_core", "kvmppc_update_vpas_of_core", "E35: installs what was requested before the vcpus enter the guest"),
        new("kvmppc_run_core", "kvmppc_look_after_exits", "E40: the C's loop over what came out of the guest"),
        new("kvmppc_vcore_blocked", "kvmppc_all_idle", "E40: the C's loop over the vcpus that have ceded"),
        new("release_spapr_tce_table", "list_del_rcu", "E41: a reader in real mode still finds the next table"),
        new("release_spapr_tce_table", "kvmppc_wait_for_vcpus", "E41: no vcpu uses the table when it is freed"),
        new("kvmppc_hv_setup_rma", "kvm_release_rma", "E05: the area is counted before its mapping can go, and dropped if it is refused"),
        new("kvmppc_map_vrma", "kvmppc_evict_hpte", "E05: a guest that has run may have taken the place"),
        new("kvmppc_pin_guest_page", "kvm_get_rma_of", "E05: a page of a real mode area holds the area"),
        new("kvmppc_unpin_guest_page", "kvm_put_rma_of", "E05: a page of a real mode area holds the area"),
        new("kvmppc_unpin_guest_page", "page_to_pfn", "E05: a page of a real mode area holds the area"),
        new("kvmppc_h_remove", "global_invalidates", "E38: whether another core may hold the translation"),
        new("kvmppc_h_bulk_remove", "global_invalidates", "E38: whether another core may hold the translation"),
        new("kvmppc_h_protect", "global_invalidates", "E38: whether another core may hold the translation"),
        new("kvmppc_core_destroy_vm", "kfree", "E21: the virtual cores are freed"),
    ];

    internal static IReadOnlyList<Absence> ConstantsNotUsed { get; } =
    [
        new("real_vmalloc_addr", "PAGE_SHIFT", "pte_real returns page number and offset together"),
        new("real_vmalloc_addr", "PAGE_MASK", "pte_real returns page number and offset together"),
        new("kvmppc_h_enter", "HPTE_R_WIMG", "used in kvmppc_h_enter_wimg_valid"),
        new("kvmppc_h_enter", "HPTE_R_W", "used in kvmppc_h_enter_wimg_valid"),
        new("kvmppc_h_enter", "HPTE_R_I", "used in kvmppc_h_enter_wimg_valid"),
        new("kvmppc_h_enter", "HPTE_R_M", "used in kvmppc_h_enter_wimg_valid"),
        new(
            "kvmppc_h_enter", "VCORE_RUNNING",
            "in C it decides whether the vmalloc pointer is converted; the linear alias works in both modes"),
        new("kvmppc_alloc_hpt", "NR_LPIDS", "E26: nr_lpids has the processor's limit; as written it has NR_LPIDS"),
        new("kvmppc_start_thread", "CONFIG_PPC_ICP_NATIVE", "a configuration option of the kernel build"),
        new("kvmppc_start_thread", "CONFIG_SMP", "a configuration option of the kernel build"),
        new("kvmppc_book3s_hv_init", "THIS_MODULE", "there are no modules"),
    ];
}
