/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from native-layout/kvm_allocate_rma.md by `kvmhv layout --format c`; change that instead. */
#ifndef NATIVE_LAYOUT_KVM_ALLOCATE_RMA_H
#define NATIVE_LAYOUT_KVM_ALLOCATE_RMA_H

#include <stddef.h>
#include <stdint.h>

struct kvm_allocate_rma {
	_Alignas(8) uint64_t rma_size;
};

_Static_assert(sizeof(struct kvm_allocate_rma) == 8, "kvm_allocate_rma: size");
_Static_assert(_Alignof(struct kvm_allocate_rma) == 8, "kvm_allocate_rma: alignment");
_Static_assert(offsetof(struct kvm_allocate_rma, rma_size) == 0, "kvm_allocate_rma.rma_size: offset");
_Static_assert(sizeof(((struct kvm_allocate_rma *)0)->rma_size) == 8, "kvm_allocate_rma.rma_size: size");

#endif
