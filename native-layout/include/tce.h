/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from native-layout/tce.md by `kvmhv layout --format c`; change that instead. */
#ifndef NATIVE_LAYOUT_TCE_H
#define NATIVE_LAYOUT_TCE_H

#include <stddef.h>
#include <stdint.h>

#define SPAPR_TCE_SHIFT UINT64_C(12)

struct tce {
	_Alignas(8) uint64_t tce;
};

_Static_assert(sizeof(struct tce) == 8, "tce: size");
_Static_assert(_Alignof(struct tce) == 8, "tce: alignment");
_Static_assert(offsetof(struct tce, tce) == 0, "tce.tce: offset");
_Static_assert(sizeof(((struct tce *)0)->tce) == 8, "tce.tce: size");

#endif
