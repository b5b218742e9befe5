/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from native-layout/kvm_sregs_slb.md by `kvmhv layout --format c`; change that instead. */
#ifndef NATIVE_LAYOUT_KVM_SREGS_SLB_H
#define NATIVE_LAYOUT_KVM_SREGS_SLB_H

#include <stddef.h>
#include <stdint.h>

struct kvm_sregs_slb {
	_Alignas(8) uint64_t slbe;
	uint64_t slbv;
};

_Static_assert(sizeof(struct kvm_sregs_slb) == 16, "kvm_sregs_slb: size");
_Static_assert(_Alignof(struct kvm_sregs_slb) == 8, "kvm_sregs_slb: alignment");
_Static_assert(offsetof(struct kvm_sregs_slb, slbe) == 0, "kvm_sregs_slb.slbe: offset");
_Static_assert(sizeof(((struct kvm_sregs_slb *)0)->slbe) == 8, "kvm_sregs_slb.slbe: size");
_Static_assert(offsetof(struct kvm_sregs_slb, slbv) == 8, "kvm_sregs_slb.slbv: offset");
_Static_assert(sizeof(((struct kvm_sregs_slb *)0)->slbv) == 8, "kvm_sregs_slb.slbv: size");

#endif
