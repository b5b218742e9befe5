/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from native-layout/slb_shadow.md by `kvmhv layout --format c`; change that instead. */
#ifndef NATIVE_LAYOUT_SLB_SHADOW_H
#define NATIVE_LAYOUT_SLB_SHADOW_H

#include <stddef.h>
#include <stdint.h>

struct slb_shadow {
	_Alignas(4) uint32_t persistent;
	uint32_t buffer_length;
};

_Static_assert(sizeof(struct slb_shadow) == 8, "slb_shadow: size");
_Static_assert(_Alignof(struct slb_shadow) == 4, "slb_shadow: alignment");
_Static_assert(offsetof(struct slb_shadow, persistent) == 0, "slb_shadow.persistent: offset");
_Static_assert(sizeof(((struct slb_shadow *)0)->persistent) == 4, "slb_shadow.persistent: size");
_Static_assert(offsetof(struct slb_shadow, buffer_length) == 4, "slb_shadow.buffer_length: offset");
_Static_assert(sizeof(((struct slb_shadow *)0)->buffer_length) == 4, "slb_shadow.buffer_length: size");

#endif
