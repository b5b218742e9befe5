/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from native-layout/kvm_create_spapr_tce.md by `kvmhv layout --format c`; change that instead. */
#ifndef NATIVE_LAYOUT_KVM_CREATE_SPAPR_TCE_H
#define NATIVE_LAYOUT_KVM_CREATE_SPAPR_TCE_H

#include <stddef.h>
#include <stdint.h>

struct kvm_create_spapr_tce {
	_Alignas(8) uint64_t liobn;
	uint32_t window_size;
	uint8_t unused_at_12[4];
};

_Static_assert(sizeof(struct kvm_create_spapr_tce) == 16, "kvm_create_spapr_tce: size");
_Static_assert(_Alignof(struct kvm_create_spapr_tce) == 8, "kvm_create_spapr_tce: alignment");
_Static_assert(offsetof(struct kvm_create_spapr_tce, liobn) == 0, "kvm_create_spapr_tce.liobn: offset");
_Static_assert(sizeof(((struct kvm_create_spapr_tce *)0)->liobn) == 8, "kvm_create_spapr_tce.liobn: size");
_Static_assert(offsetof(struct kvm_create_spapr_tce, window_size) == 8, "kvm_create_spapr_tce.window_size: offset");
_Static_assert(sizeof(((struct kvm_create_spapr_tce *)0)->window_size) == 4, "kvm_create_spapr_tce.window_size: size");

#endif
