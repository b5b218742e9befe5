/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from native-layout/dtl.md by `kvmhv layout --format c`; change that instead. */
#ifndef NATIVE_LAYOUT_DTL_H
#define NATIVE_LAYOUT_DTL_H

#include <stddef.h>
#include <stdint.h>

struct dtl {
	uint8_t unused_at_0[4];
	uint32_t buffer_length;
};

_Static_assert(sizeof(struct dtl) == 8, "dtl: size");
_Static_assert(_Alignof(struct dtl) == 4, "dtl: alignment");
_Static_assert(offsetof(struct dtl, buffer_length) == 4, "dtl.buffer_length: offset");
_Static_assert(sizeof(((struct dtl *)0)->buffer_length) == 4, "dtl.buffer_length: size");

#endif
