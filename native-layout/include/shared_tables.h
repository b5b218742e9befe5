/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from native-layout/shared_tables.md by `kvmhv layout --format c`; change that instead. */
#ifndef NATIVE_LAYOUT_SHARED_TABLES_H
#define NATIVE_LAYOUT_SHARED_TABLES_H

#include <stddef.h>
#include <stdint.h>
#include "shared_block.h"

#define SHARED_TABLES_MAGIC UINT64_C(0x4b564d485054424c)
#define SHARED_TABLES_BYTE_ORDER UINT64_C(0x01020304)
#define SHARED_TABLES_VERSION UINT64_C(2)

struct shared_tables {
	_Alignas(8) uint64_t magic;
	uint32_t byte_order;
	uint32_t version;
	uint32_t count;
	uint32_t process;
	uint64_t next;
	struct shared_block blocks[128];
};

_Static_assert(sizeof(struct shared_tables) == 8224, "shared_tables: size");
_Static_assert(_Alignof(struct shared_tables) == 8, "shared_tables: alignment");
_Static_assert(offsetof(struct shared_tables, magic) == 0, "shared_tables.magic: offset");
_Static_assert(sizeof(((struct shared_tables *)0)->magic) == 8, "shared_tables.magic: size");
_Static_assert(offsetof(struct shared_tables, byte_order) == 8, "shared_tables.byte_order: offset");
_Static_assert(sizeof(((struct shared_tables *)0)->byte_order) == 4, "shared_tables.byte_order: size");
_Static_assert(offsetof(struct shared_tables, version) == 12, "shared_tables.version: offset");
_Static_assert(sizeof(((struct shared_tables *)0)->version) == 4, "shared_tables.version: size");
_Static_assert(offsetof(struct shared_tables, count) == 16, "shared_tables.count: offset");
_Static_assert(sizeof(((struct shared_tables *)0)->count) == 4, "shared_tables.count: size");
_Static_assert(offsetof(struct shared_tables, process) == 20, "shared_tables.process: offset");
_Static_assert(sizeof(((struct shared_tables *)0)->process) == 4, "shared_tables.process: size");
_Static_assert(offsetof(struct shared_tables, next) == 24, "shared_tables.next: offset");
_Static_assert(sizeof(((struct shared_tables *)0)->next) == 8, "shared_tables.next: size");
_Static_assert(offsetof(struct shared_tables, blocks) == 32, "shared_tables.blocks: offset");
_Static_assert(sizeof(((struct shared_tables *)0)->blocks) == 8192, "shared_tables.blocks: size");

#endif
