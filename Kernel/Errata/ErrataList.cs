// SPDX-License-Identifier: GPL-2.0-only
using static Kernel.Errata.ErratumSeverity;

namespace Kernel.Errata;

/// <summary>The numbered defects of the original, including those that the port cannot show. docs/errata has a page for each.</summary>
public static class ErrataList
{
    /// <summary>All errata, by number.</summary>
    public static IReadOnlyList<ErratumDescription> All { get; } =
    [
        new("E01", ["kvmppc_h_enter"], "Pages of a slot are looked up by host page in an array of 16 MB pages", Critical, Erratum.E01),
        new(
            "E02", ["kvmppc_hv_setup_rma"],
            "A preallocated real mode area is refused because its mapping has small pages", High, Erratum.E02),
        new(
            "E03", ["kvmppc_get_guest_page"],
            "The page behind an address is found only if the address is a multiple of 16 MB", High, Erratum.E03),
        new(
            "E04", ["kvmppc_core_prepare_memory_region"],
            "A slot that is created again larger keeps its small array; an empty slot cannot be deleted", High, Erratum.E04),
        new(
            "E05", ["kvmppc_core_prepare_memory_region", "__kvm_set_memory_region"],
            "A deleted slot leaves its entries, pins and array behind; a refused deletion disables it", High, Erratum.E05),
        new("E06", ["kvmppc_hv_setup_rma"], "A real mode area of any size is accepted, and -1 goes into LPCR or HID4", High, Erratum.E06),
        new("E07", ["kvmppc_hv_setup_rma"], "A virtual real mode area that could not be mapped counts as set up", Medium, Erratum.E07),
        new("E08", ["kvmppc_map_vrma"], "Setting up the virtual real mode area overwrites the guest's r4", Medium, Erratum.E08),
        new(
            "E09", ["kvmppc_pseries_do_hcall", "kvmppc_vcore_blocked", "kvmppc_run_vcpu"],
            "H_PROD wakes the caller instead of the target", Medium, Erratum.E09),
        new(
            "E10", ["do_h_register_vpa"],
            "Registering an area of another vcpu again drops the caller's area instead of the target's", High, Erratum.E10),
        new("E11", ["kvm_arch_vcpu_ioctl_get_sregs"], "KVM_GET_SREGS reports a processor version of 0", Medium, Erratum.E11),
        new(
            "E12", ["kvmppc_h_remove", "kvmppc_h_bulk_remove"],
            "An entry is freed before its translation is invalidated; R and C are read too early", High, Erratum.E12),
        new("E13", ["kvmppc_h_remove", "kvmppc_h_read"], "Results expose real addresses of the host", Medium, Erratum.E13),
        new(
            "E14", ["kvmppc_h_read"],
            "H_READ exposes the hypervisor's lock bit, and may combine halves of different entries", Medium, Erratum.E14),
        new("E15", ["kvmppc_h_remove", "kvmppc_h_bulk_remove"], "H_ANDCOND compares with the caller's own lock bit set", Low, Erratum.E15),
        new(
            "E16", ["kvmppc_h_enter"],
            "Bits 62 to 60 of the second doubleword are dropped, including the upper bits of the key", Low, Erratum.E16),
        new("E17", ["kvmppc_h_enter"], "H_ENTER accepts values that the architecture rules out", Medium, Erratum.E17),
        new("E18", ["kvmppc_vcpu_run"], "Nothing orders the reads after the test of rma_setup_done", Medium, Erratum.E18),
        new(
            "E19", ["kvmppc_vcpu_run", "kvmppc_run_core"],
            "Memory slots are looked up without protection from being freed", Medium, Erratum.E19),
        new(
            "E20", ["kvmppc_alloc_hpt"],
            "A failed allocation leaves pointers to freed memory; the reverse map is not zeroed", Low, Erratum.E20),
        new(
            "E21", ["kvmppc_core_vcpu_create"],
            "Without memory for its core, creating a vcpu returns a null pointer; cores are never freed", Low, Erratum.E21),
        new(
            "E22", ["kvm_vm_ioctl_create_spapr_tce", "kvmppc_h_put_tce"],
            "An I/O translation table can be created twice, left without a descriptor, or overrun", Medium, Erratum.E22),
        new("E23", ["kvm_vm_ioctl_allocate_rma"], "A real mode area is used after its release", Low, Erratum.E23),
        new("E24", ["try_lock_hpte"], "A failed attempt to lock an entry may look like success", High, null),
        new(
            "E25", ["kvmppc_pin_guest_page", "kvmppc_unpin_guest_page"],
            "In a real mode area, pinning and unpinning a page change the counts of different pages", Medium, Erratum.E25),
        new(
            "E26", ["kvmppc_mmu_hv_init", "kvmppc_alloc_hpt"],
            "On a PPC970, more LPIDs are handed out than the processor has", High, Erratum.E26),
        new("E27", ["kvmppc_virtmode_h_enter"], "A rejected H_ENTER leaves its page pinned", Low, Erratum.E27),
        new("E28", ["__kvm_set_memory_region"], "Slot flags are not checked, and a new user address is ignored", Medium, Erratum.E28),
        new("E29", ["kvmppc_core_prepare_memory_region"], "A user address that is not a multiple of 16 MB is accepted", High, Erratum.E29),
        new(
            "E30", ["kvm_create_vm"],
            "A virtual machine whose creation fails half-way leaves its table and its LPID behind", Low, Erratum.E30),
        new("E31", ["kvmppc_core_vcpu_create"], "A vcpu number of 2^31 or more is taken for a core below 0", High, Erratum.E31),
        new("E32", ["kvmppc_run_vcpu"], "A virtual core does not run while one of its vcpus is in user space", Medium, Erratum.E32),
        new(
            "E33", ["kvmppc_h_protect"],
            "H_PROTECT loses reference and change bits that are set before the invalidation", Low, Erratum.E33),
        new("E34", ["kvm_alloc_rma"],
            "A real mode area is handed on with the memory of its last guest", High, Erratum.E34),
        new("E35", ["do_h_register_vpa"],
            "A vcpu's areas are changed while it runs", High, Erratum.E35),
        new("E36", ["kvmppc_hv_entry"],
            "A vcpu that enters too late has its yield count incremented once", Medium, Erratum.E36),
        new("E37", ["kvmppc_h_read"],
            "H_READ with R_XLATE hides the reference and change bits", Low, Erratum.E37),
        new("E38", ["kvmppc_h_remove", "kvmppc_h_protect", "kvmppc_h_bulk_remove"],
            "H_LOCAL is believed although the guest has several virtual cores", High, Erratum.E38),
        new("E39", ["kvmppc_handle_exit"],
            "An unknown interrupt of a guest takes the host down", High, Erratum.E39),
        new("E40", ["kvmppc_run_core", "kvmppc_vcore_blocked", "kvmppc_run_vcpu"],
            "The list of runnable vcpus is walked without its lock", Medium, Erratum.E40),
        new("E41", ["kvmppc_h_put_tce", "release_spapr_tce_table"],
            "An I/O translation table is freed while H_PUT_TCE uses it", High, Erratum.E41),
        new("E42", ["kvm_vm_ioctl_get_dirty_log"],
            "The dirty log is always empty", Medium, Erratum.E42),
        new("E43", ["hcall_try_real_mode"],
            "A hypercall number that is no multiple of 4 is rounded down", Low, Erratum.E43),
        new("E44", ["kvmppc_pseries_do_hcall", "do_h_register_vpa"],
            "The upper half of a vcpu number is ignored", Low, Erratum.E44),
        new("E45", ["do_h_register_vpa"],
            "A virtual processor area may lie at address 0 or cross a page", Low, Erratum.E45),
        new("E46", ["kvm_arch_vcpu_ioctl_set_sregs"],
            "KVM_SET_SREGS accepts any processor version", Low, Erratum.E46),
        new("E47", ["kvmppc_hv_entry"],
            "The guest's UAMOR stays in the host's register", Low, Erratum.E47),
        new("E48", ["compute_tlbie_rb"],
            "tlbie gets wrong address bits for 64 KB pages, and no page size on PPC970", Low, null),
        new("E49", ["kvmppc_hv_entry", "kvmppc_h_cede"],
            "A light barrier stands where a full one is needed", Medium, Erratum.E49),
        new("E50", ["kvm_start_guest"],
            "A secondary thread loads its vcpu before it acknowledges the interrupt", Medium, Erratum.E50),
        new("E51", ["kvm_start_guest", "kvmppc_run_core"],
            "A secondary thread counts itself as napping before it forgets its vcpu", Medium, Erratum.E51),
        new("E52", ["kvm_vcpu_ioctl"],
            "A failed KVM_SET_SREGS frees an error code", Medium, Erratum.E52),
        new("E53", ["kvmppc_h_cede"],
            "A vcpu that cedes after it was prodded naps without being prepared for waking up", High, Erratum.E53),
        new("E54", ["kvmppc_find_vcpu", "kvmppc_hv_setup_rma"], "The machine's lock is taken inside a vcpu's lock", Medium, null),
        new(
            "E55", ["kvmppc_remove_runnable"],
            "A vcpu runs on whichever hardware thread comes next, not on its own", Low, null),
        new(
            "E56", ["kvm_vm_ioctl_create_spapr_tce"],
            "I/O translation tables do not count against the limit on locked memory", Low, null),
        new(
            "E57", ["on_primary_thread", "kvm_start_guest"],
            "Secondary threads may come online, or take any interrupt for their start signal", Medium, null),
        new("E58", ["do_h_register_vpa"], "User space cannot remove a vcpu's areas when it resets the guest", Medium, null),
        new("E59", ["kvmppc_hv_entry", "kvmppc_h_set_dabr"], "On POWER7, a write to DABR may be corrupted", Low, null),
        new("E60", ["kvm_vm_ioctl_create_vcpu"], "KVM_CREATE_VCPU ignores the upper half of the number", Low, Erratum.E60),
        new("E61", ["kvm_arch_vcpu_create"], "A vcpu that cannot be created takes the host down", High, Erratum.E61),
        new("E62", ["kvm_arch_vcpu_ioctl_run"], "KVM_RUN returns a number that is internal to the kernel", Low, Erratum.E62),
        new("E63", ["kvmppc_h_put_tce"], "H_PUT_TCE checks neither the I/O address nor the entry", Low, Erratum.E63),
        new("E64", ["kvmppc_pseries_do_hcall"], "H_CONFER accepts a vcpu that does not exist", Low, Erratum.E64),
        new(
            "E65", ["kvmppc_hv_entry"],
            "An external interrupt that is raised once is delivered again and again", Medium, Erratum.E65),
        new("E66", ["kvmppc_hv_entry"], "The guest's DSCR is stored to host memory, outside the vcpu", High, null),
        new("E67", ["kvmppc_hv_entry"], "A thread that wakes the others of its core leaves out the wrong one", Low, null),
        new("E68", ["kvmppc_hv_entry"], "The guest's SPRG3 stays in the host's register", Low, null),
        new(
            "E69", ["kvm_arch_vcpu_load", "kvm_arch_vcpu_put"],
            "The number of the processor that runs a vcpu is overwritten while it runs", Medium, null),
        new("E70", ["kvm_vcpu_kick"], "A kick reads the number of the processor twice", Low, null),
        new(
            "E71", ["kvm_vm_ioctl_allocate_rma", "kvm_vm_ioctl_create_spapr_tce"],
            "Descriptors of areas and tables stay open across exec", Low, null),
        new("E72", ["__kvm_set_memory_region"], "A slot that does not exist can be deleted", Low, Erratum.E72),
    ];

    /// <summary>Finds an erratum by its number, such as <c>E01</c>; null if there is none.</summary>
    public static ErratumDescription? Find(string number) => All.FirstOrDefault(erratum => erratum.Number == number);
}
