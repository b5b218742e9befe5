/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from native-layout/kvm_interrupt.md by `kvmhv layout --format c`; change that instead. */
#ifndef NATIVE_LAYOUT_KVM_INTERRUPT_H
#define NATIVE_LAYOUT_KVM_INTERRUPT_H

#include <stddef.h>
#include <stdint.h>

struct kvm_interrupt {
	_Alignas(4) uint32_t irq;
};

_Static_assert(sizeof(struct kvm_interrupt) == 4, "kvm_interrupt: size");
_Static_assert(_Alignof(struct kvm_interrupt) == 4, "kvm_interrupt: alignment");
_Static_assert(offsetof(struct kvm_interrupt, irq) == 0, "kvm_interrupt.irq: offset");
_Static_assert(sizeof(((struct kvm_interrupt *)0)->irq) == 4, "kvm_interrupt.irq: size");

#endif
