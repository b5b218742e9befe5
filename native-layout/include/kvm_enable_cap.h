/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from native-layout/kvm_enable_cap.md by `kvmhv layout --format c`; change that instead. */
#ifndef NATIVE_LAYOUT_KVM_ENABLE_CAP_H
#define NATIVE_LAYOUT_KVM_ENABLE_CAP_H

#include <stddef.h>
#include <stdint.h>

struct kvm_enable_cap {
	_Alignas(8) uint32_t cap;
	uint32_t flags;
	uint64_t args[4];
	uint8_t unused_at_40[64];
};

_Static_assert(sizeof(struct kvm_enable_cap) == 104, "kvm_enable_cap: size");
_Static_assert(_Alignof(struct kvm_enable_cap) == 8, "kvm_enable_cap: alignment");
_Static_assert(offsetof(struct kvm_enable_cap, cap) == 0, "kvm_enable_cap.cap: offset");
_Static_assert(sizeof(((struct kvm_enable_cap *)0)->cap) == 4, "kvm_enable_cap.cap: size");
_Static_assert(offsetof(struct kvm_enable_cap, flags) == 4, "kvm_enable_cap.flags: offset");
_Static_assert(sizeof(((struct kvm_enable_cap *)0)->flags) == 4, "kvm_enable_cap.flags: size");
_Static_assert(offsetof(struct kvm_enable_cap, args) == 8, "kvm_enable_cap.args: offset");
_Static_assert(sizeof(((struct kvm_enable_cap *)0)->args) == 32, "kvm_enable_cap.args: size");

#endif
