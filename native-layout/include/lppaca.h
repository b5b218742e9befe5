/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from native-layout/lppaca.md by `kvmhv layout --format c`; change that instead. */
#ifndef NATIVE_LAYOUT_LPPACA_H
#define NATIVE_LAYOUT_LPPACA_H

#include <stddef.h>
#include <stdint.h>

#define SHARED_PROC UINT64_C(0x02)

struct lppaca {
	_Alignas(4) uint32_t desc;
	uint16_t size;
	uint8_t unused_at_6[3];
	uint8_t flags;
	uint8_t unused_at_10[246];
	uint32_t yield_count;
	uint8_t unused_at_260[764];
};

_Static_assert(sizeof(struct lppaca) == 1024, "lppaca: size");
_Static_assert(_Alignof(struct lppaca) == 4, "lppaca: alignment");
_Static_assert(offsetof(struct lppaca, desc) == 0, "lppaca.desc: offset");
_Static_assert(sizeof(((struct lppaca *)0)->desc) == 4, "lppaca.desc: size");
_Static_assert(offsetof(struct lppaca, size) == 4, "lppaca.size: offset");
_Static_assert(sizeof(((struct lppaca *)0)->size) == 2, "lppaca.size: size");
_Static_assert(offsetof(struct lppaca, flags) == 9, "lppaca.flags: offset");
_Static_assert(sizeof(((struct lppaca *)0)->flags) == 1, "lppaca.flags: size");
_Static_assert(offsetof(struct lppaca, yield_count) == 256, "lppaca.yield_count: offset");
_Static_assert(sizeof(((struct lppaca *)0)->yield_count) == 4, "lppaca.yield_count: size");

#endif
