/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from native-layout/slot_phys.md by `kvmhv layout --format c`; change that instead. */
#ifndef NATIVE_LAYOUT_SLOT_PHYS_H
#define NATIVE_LAYOUT_SLOT_PHYS_H

#include <stddef.h>
#include <stdint.h>

#define KVMPPC_GOT_PAGE UINT64_C(0x80)
#define LARGE_PAGE_ORDER UINT64_C(24)
#define KVM_MEMORY_SLOTS UINT64_C(32)
#define KVM_PRIVATE_MEM_SLOTS UINT64_C(4)
#define KVM_MEM_SLOTS_NUM UINT64_C(36)

struct slot_phys {
	_Alignas(8) uint64_t word;
};

_Static_assert(sizeof(struct slot_phys) == 8, "slot_phys: size");
_Static_assert(_Alignof(struct slot_phys) == 8, "slot_phys: alignment");
_Static_assert(offsetof(struct slot_phys, word) == 0, "slot_phys.word: offset");
_Static_assert(sizeof(((struct slot_phys *)0)->word) == 8, "slot_phys.word: size");

#endif
