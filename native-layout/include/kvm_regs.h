/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from native-layout/kvm_regs.md by `kvmhv layout --format c`; change that instead. */
#ifndef NATIVE_LAYOUT_KVM_REGS_H
#define NATIVE_LAYOUT_KVM_REGS_H

#include <stddef.h>
#include <stdint.h>

struct kvm_regs {
	_Alignas(8) uint64_t pc;
	uint64_t cr;
	uint64_t ctr;
	uint64_t lr;
	uint64_t xer;
	uint64_t msr;
	uint64_t srr0;
	uint64_t srr1;
	uint64_t pid;
	uint64_t sprg0;
	uint64_t sprg1;
	uint64_t sprg2;
	uint64_t sprg3;
	uint64_t sprg4;
	uint64_t sprg5;
	uint64_t sprg6;
	uint64_t sprg7;
	uint64_t gpr[32];
};

_Static_assert(sizeof(struct kvm_regs) == 392, "kvm_regs: size");
_Static_assert(_Alignof(struct kvm_regs) == 8, "kvm_regs: alignment");
_Static_assert(offsetof(struct kvm_regs, pc) == 0, "kvm_regs.pc: offset");
_Static_assert(sizeof(((struct kvm_regs *)0)->pc) == 8, "kvm_regs.pc: size");
_Static_assert(offsetof(struct kvm_regs, cr) == 8, "kvm_regs.cr: offset");
_Static_assert(sizeof(((struct kvm_regs *)0)->cr) == 8, "kvm_regs.cr: size");
_Static_assert(offsetof(struct kvm_regs, ctr) == 16, "kvm_regs.ctr: offset");
_Static_assert(sizeof(((struct kvm_regs *)0)->ctr) == 8, "kvm_regs.ctr: size");
_Static_assert(offsetof(struct kvm_regs, lr) == 24, "kvm_regs.lr: offset");
_Static_assert(sizeof(((struct kvm_regs *)0)->lr) == 8, "kvm_regs.lr: size");
_Static_assert(offsetof(struct kvm_regs, xer) == 32, "kvm_regs.xer: offset");
_Static_assert(sizeof(((struct kvm_regs *)0)->xer) == 8, "kvm_regs.xer: size");
_Static_assert(offsetof(struct kvm_regs, msr) == 40, "kvm_regs.msr: offset");
_Static_assert(sizeof(((struct kvm_regs *)0)->msr) == 8, "kvm_regs.msr: size");
_Static_assert(offsetof(struct kvm_regs, srr0) == 48, "kvm_regs.srr0: offset");
_Static_assert(sizeof(((struct kvm_regs *)0)->srr0) == 8, "kvm_regs.srr0: size");
_Static_assert(offsetof(struct kvm_regs, srr1) == 56, "kvm_regs.srr1: offset");
_Static_assert(sizeof(((struct kvm_regs *)0)->srr1) == 8, "kvm_regs.srr1: size");
_Static_assert(offsetof(struct kvm_regs, pid) == 64, "kvm_regs.pid: offset");
_Static_assert(sizeof(((struct kvm_regs *)0)->pid) == 8, "kvm_regs.pid: size");
_Static_assert(offsetof(struct kvm_regs, sprg0) == 72, "kvm_regs.sprg0: offset");
_Static_assert(sizeof(((struct kvm_regs *)0)->sprg0) == 8, "kvm_regs.sprg0: size");
_Static_assert(offsetof(struct kvm_regs, sprg1) == 80, "kvm_regs.sprg1: offset");
_Static_assert(sizeof(((struct kvm_regs *)0)->sprg1) == 8, "kvm_regs.sprg1: size");
_Static_assert(offsetof(struct kvm_regs, sprg2) == 88, "kvm_regs.sprg2: offset");
_Static_assert(sizeof(((struct kvm_regs *)0)->sprg2) == 8, "kvm_regs.sprg2: size");
_Static_assert(offsetof(struct kvm_regs, sprg3) == 96, "kvm_regs.sprg3: offset");
_Static_assert(sizeof(((struct kvm_regs *)0)->sprg3) == 8, "kvm_regs.sprg3: size");
_Static_assert(offsetof(struct kvm_regs, sprg4) == 104, "kvm_regs.sprg4: offset");
_Static_assert(sizeof(((struct kvm_regs *)0)->sprg4) == 8, "kvm_regs.sprg4: size");
_Static_assert(offsetof(struct kvm_regs, sprg5) == 112, "kvm_regs.sprg5: offset");
_Static_assert(sizeof(((struct kvm_regs *)0)->sprg5) == 8, "kvm_regs.sprg5: size");
_Static_assert(offsetof(struct kvm_regs, sprg6) == 120, "kvm_regs.sprg6: offset");
_Static_assert(sizeof(((struct kvm_regs *)0)->sprg6) == 8, "kvm_regs.sprg6: size");
_Static_assert(offsetof(struct kvm_regs, sprg7) == 128, "kvm_regs.sprg7: offset");
_Static_assert(sizeof(((struct kvm_regs *)0)->sprg7) == 8, "kvm_regs.sprg7: size");
_Static_assert(offsetof(struct kvm_regs, gpr) == 136, "kvm_regs.gpr: offset");
_Static_assert(sizeof(((struct kvm_regs *)0)->gpr) == 256, "kvm_regs.gpr: size");

#endif
