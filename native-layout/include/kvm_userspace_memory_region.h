/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from native-layout/kvm_userspace_memory_region.md by `kvmhv layout --format c`; change that instead. */
#ifndef NATIVE_LAYOUT_KVM_USERSPACE_MEMORY_REGION_H
#define NATIVE_LAYOUT_KVM_USERSPACE_MEMORY_REGION_H

#include <stddef.h>
#include <stdint.h>

#define KVM_MEM_LOG_DIRTY_PAGES UINT64_C(1)

struct kvm_userspace_memory_region {
	_Alignas(8) uint32_t slot;
	uint32_t flags;
	uint64_t guest_phys_addr;
	uint64_t memory_size;
	uint64_t userspace_addr;
};

_Static_assert(sizeof(struct kvm_userspace_memory_region) == 32, "kvm_userspace_memory_region: size");
_Static_assert(_Alignof(struct kvm_userspace_memory_region) == 8, "kvm_userspace_memory_region: alignment");
_Static_assert(offsetof(struct kvm_userspace_memory_region, slot) == 0, "kvm_userspace_memory_region.slot: offset");
_Static_assert(sizeof(((struct kvm_userspace_memory_region *)0)->slot) == 4, "kvm_userspace_memory_region.slot: size");
_Static_assert(offsetof(struct kvm_userspace_memory_region, flags) == 4, "kvm_userspace_memory_region.flags: offset");
_Static_assert(sizeof(((struct kvm_userspace_memory_region *)0)->flags) == 4, "kvm_userspace_memory_region.flags: size");
_Static_assert(offsetof(struct kvm_userspace_memory_region, guest_phys_addr) == 8, "kvm_userspace_memory_region.guest_phys_addr: offset");
_Static_assert(sizeof(((struct kvm_userspace_memory_region *)0)->guest_phys_addr) == 8, "kvm_userspace_memory_region.guest_phys_addr: size");
_Static_assert(offsetof(struct kvm_userspace_memory_region, memory_size) == 16, "kvm_userspace_memory_region.memory_size: offset");
_Static_assert(sizeof(((struct kvm_userspace_memory_region *)0)->memory_size) == 8, "kvm_userspace_memory_region.memory_size: size");
_Static_assert(offsetof(struct kvm_userspace_memory_region, userspace_addr) == 24, "kvm_userspace_memory_region.userspace_addr: offset");
_Static_assert(sizeof(((struct kvm_userspace_memory_region *)0)->userspace_addr) == 8, "kvm_userspace_memory_region.userspace_addr: size");

#endif
