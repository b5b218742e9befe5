/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from native-layout/kvm_dirty_log.md by `kvmhv layout --format c`; change that instead. */
#ifndef NATIVE_LAYOUT_KVM_DIRTY_LOG_H
#define NATIVE_LAYOUT_KVM_DIRTY_LOG_H

#include <stddef.h>
#include <stdint.h>

struct kvm_dirty_log {
	_Alignas(8) uint32_t slot;
	uint32_t padding1;
	uint64_t dirty_bitmap;
};

_Static_assert(sizeof(struct kvm_dirty_log) == 16, "kvm_dirty_log: size");
_Static_assert(_Alignof(struct kvm_dirty_log) == 8, "kvm_dirty_log: alignment");
_Static_assert(offsetof(struct kvm_dirty_log, slot) == 0, "kvm_dirty_log.slot: offset");
_Static_assert(sizeof(((struct kvm_dirty_log *)0)->slot) == 4, "kvm_dirty_log.slot: size");
_Static_assert(offsetof(struct kvm_dirty_log, padding1) == 4, "kvm_dirty_log.padding1: offset");
_Static_assert(sizeof(((struct kvm_dirty_log *)0)->padding1) == 4, "kvm_dirty_log.padding1: size");
_Static_assert(offsetof(struct kvm_dirty_log, dirty_bitmap) == 8, "kvm_dirty_log.dirty_bitmap: offset");
_Static_assert(sizeof(((struct kvm_dirty_log *)0)->dirty_bitmap) == 8, "kvm_dirty_log.dirty_bitmap: size");

#endif
