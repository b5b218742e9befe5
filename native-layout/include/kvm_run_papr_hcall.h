/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from native-layout/kvm_run_papr_hcall.md by `kvmhv layout --format c`; change that instead. */
#ifndef NATIVE_LAYOUT_KVM_RUN_PAPR_HCALL_H
#define NATIVE_LAYOUT_KVM_RUN_PAPR_HCALL_H

#include <stddef.h>
#include <stdint.h>

struct kvm_run_papr_hcall {
	_Alignas(8) uint64_t nr;
	uint64_t ret;
	uint64_t args[9];
};

_Static_assert(sizeof(struct kvm_run_papr_hcall) == 88, "kvm_run_papr_hcall: size");
_Static_assert(_Alignof(struct kvm_run_papr_hcall) == 8, "kvm_run_papr_hcall: alignment");
_Static_assert(offsetof(struct kvm_run_papr_hcall, nr) == 0, "kvm_run_papr_hcall.nr: offset");
_Static_assert(sizeof(((struct kvm_run_papr_hcall *)0)->nr) == 8, "kvm_run_papr_hcall.nr: size");
_Static_assert(offsetof(struct kvm_run_papr_hcall, ret) == 8, "kvm_run_papr_hcall.ret: offset");
_Static_assert(sizeof(((struct kvm_run_papr_hcall *)0)->ret) == 8, "kvm_run_papr_hcall.ret: size");
_Static_assert(offsetof(struct kvm_run_papr_hcall, args) == 16, "kvm_run_papr_hcall.args: offset");
_Static_assert(sizeof(((struct kvm_run_papr_hcall *)0)->args) == 72, "kvm_run_papr_hcall.args: size");

#endif
