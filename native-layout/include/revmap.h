/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from native-layout/revmap.md by `kvmhv layout --format c`; change that instead. */
#ifndef NATIVE_LAYOUT_REVMAP_H
#define NATIVE_LAYOUT_REVMAP_H

#include <stddef.h>
#include <stdint.h>

struct revmap {
	_Alignas(8) uint64_t guest_rpte;
};

_Static_assert(sizeof(struct revmap) == 8, "revmap: size");
_Static_assert(_Alignof(struct revmap) == 8, "revmap: alignment");
_Static_assert(offsetof(struct revmap, guest_rpte) == 0, "revmap.guest_rpte: offset");
_Static_assert(sizeof(((struct revmap *)0)->guest_rpte) == 8, "revmap.guest_rpte: size");

#endif
