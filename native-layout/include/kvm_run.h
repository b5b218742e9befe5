/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from native-layout/kvm_run.md by `kvmhv layout --format c`; change that instead. */
#ifndef NATIVE_LAYOUT_KVM_RUN_H
#define NATIVE_LAYOUT_KVM_RUN_H

#include <stddef.h>
#include <stdint.h>
#include "kvm_run_papr_hcall.h"

#define KVM_EXIT_PAPR_HCALL UINT64_C(19)

struct kvm_run {
	_Alignas(8) uint8_t request_interrupt_window;
	uint8_t unused_at_1[7];
	uint32_t exit_reason;
	uint8_t ready_for_interrupt_injection;
	uint8_t if_flag;
	uint8_t unused_at_14[2];
	uint64_t cr8;
	uint64_t apic_base;
	struct kvm_run_papr_hcall papr_hcall;
	uint8_t unused_at_120[168];
};

_Static_assert(sizeof(struct kvm_run) == 288, "kvm_run: size");
_Static_assert(_Alignof(struct kvm_run) == 8, "kvm_run: alignment");
_Static_assert(offsetof(struct kvm_run, request_interrupt_window) == 0, "kvm_run.request_interrupt_window: offset");
_Static_assert(sizeof(((struct kvm_run *)0)->request_interrupt_window) == 1, "kvm_run.request_interrupt_window: size");
_Static_assert(offsetof(struct kvm_run, exit_reason) == 8, "kvm_run.exit_reason: offset");
_Static_assert(sizeof(((struct kvm_run *)0)->exit_reason) == 4, "kvm_run.exit_reason: size");
_Static_assert(offsetof(struct kvm_run, ready_for_interrupt_injection) == 12, "kvm_run.ready_for_interrupt_injection: offset");
_Static_assert(sizeof(((struct kvm_run *)0)->ready_for_interrupt_injection) == 1, "kvm_run.ready_for_interrupt_injection: size");
_Static_assert(offsetof(struct kvm_run, if_flag) == 13, "kvm_run.if_flag: offset");
_Static_assert(sizeof(((struct kvm_run *)0)->if_flag) == 1, "kvm_run.if_flag: size");
_Static_assert(offsetof(struct kvm_run, cr8) == 16, "kvm_run.cr8: offset");
_Static_assert(sizeof(((struct kvm_run *)0)->cr8) == 8, "kvm_run.cr8: size");
_Static_assert(offsetof(struct kvm_run, apic_base) == 24, "kvm_run.apic_base: offset");
_Static_assert(sizeof(((struct kvm_run *)0)->apic_base) == 8, "kvm_run.apic_base: size");
_Static_assert(offsetof(struct kvm_run, papr_hcall) == 32, "kvm_run.papr_hcall: offset");
_Static_assert(sizeof(((struct kvm_run *)0)->papr_hcall) == 88, "kvm_run.papr_hcall: size");

#endif
