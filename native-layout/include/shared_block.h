/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from native-layout/shared_block.md by `kvmhv layout --format c`; change that instead. */
#ifndef NATIVE_LAYOUT_SHARED_BLOCK_H
#define NATIVE_LAYOUT_SHARED_BLOCK_H

#include <stddef.h>
#include <stdint.h>

#define SHARED_BLOCK_FREE UINT64_C(0)
#define SHARED_BLOCK_LIVE UINT64_C(1)

struct shared_block {
	_Alignas(8) uint8_t name[32];
	uint64_t offset;
	uint64_t length;
	uint32_t machine;
	uint32_t state;
	uint32_t sequence;
	uint8_t unused_at_60[4];
};

_Static_assert(sizeof(struct shared_block) == 64, "shared_block: size");
_Static_assert(_Alignof(struct shared_block) == 8, "shared_block: alignment");
_Static_assert(offsetof(struct shared_block, name) == 0, "shared_block.name: offset");
_Static_assert(sizeof(((struct shared_block *)0)->name) == 32, "shared_block.name: size");
_Static_assert(offsetof(struct shared_block, offset) == 32, "shared_block.offset: offset");
_Static_assert(sizeof(((struct shared_block *)0)->offset) == 8, "shared_block.offset: size");
_Static_assert(offsetof(struct shared_block, length) == 40, "shared_block.length: offset");
_Static_assert(sizeof(((struct shared_block *)0)->length) == 8, "shared_block.length: size");
_Static_assert(offsetof(struct shared_block, machine) == 48, "shared_block.machine: offset");
_Static_assert(sizeof(((struct shared_block *)0)->machine) == 4, "shared_block.machine: size");
_Static_assert(offsetof(struct shared_block, state) == 52, "shared_block.state: offset");
_Static_assert(sizeof(((struct shared_block *)0)->state) == 4, "shared_block.state: size");
_Static_assert(offsetof(struct shared_block, sequence) == 56, "shared_block.sequence: offset");
_Static_assert(sizeof(((struct shared_block *)0)->sequence) == 4, "shared_block.sequence: size");

#endif
