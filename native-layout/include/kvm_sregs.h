/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from native-layout/kvm_sregs.md by `kvmhv layout --format c`; change that instead. */
#ifndef NATIVE_LAYOUT_KVM_SREGS_H
#define NATIVE_LAYOUT_KVM_SREGS_H

#include <stddef.h>
#include <stdint.h>
#include "kvm_sregs_slb.h"

struct kvm_sregs {
	_Alignas(8) uint32_t pvr;
	uint8_t unused_at_4[4];
	uint64_t sdr1;
	struct kvm_sregs_slb slb[64];
	uint8_t unused_at_1040[192];
};

_Static_assert(sizeof(struct kvm_sregs) == 1232, "kvm_sregs: size");
_Static_assert(_Alignof(struct kvm_sregs) == 8, "kvm_sregs: alignment");
_Static_assert(offsetof(struct kvm_sregs, pvr) == 0, "kvm_sregs.pvr: offset");
_Static_assert(sizeof(((struct kvm_sregs *)0)->pvr) == 4, "kvm_sregs.pvr: size");
_Static_assert(offsetof(struct kvm_sregs, sdr1) == 8, "kvm_sregs.sdr1: offset");
_Static_assert(sizeof(((struct kvm_sregs *)0)->sdr1) == 8, "kvm_sregs.sdr1: size");
_Static_assert(offsetof(struct kvm_sregs, slb) == 16, "kvm_sregs.slb: offset");
_Static_assert(sizeof(((struct kvm_sregs *)0)->slb) == 1024, "kvm_sregs.slb: size");

#endif
