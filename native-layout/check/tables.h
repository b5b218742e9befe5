/* SPDX-License-Identifier: GPL-2.0-only */
/* A file of tables (native-layout/shared_tables.md), mapped: live or a dump, in either byte order. */
#ifndef CHECK_TABLES_H
#define CHECK_TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tables {
	const unsigned char *base;
	size_t size;
	bool turned;            /* words are in the other byte order */
};

/* A block of 64-bit words; words is NULL if there is none. */
struct block {
	const unsigned char *words;
	uint64_t count;
};

/* Maps a file for reading. Returns false, and says why on stderr, if it is no file of tables. */
bool tables_open(struct tables *tables, const char *path);

/* The block of a name as the directory has it now. */
struct block tables_find(const struct tables *tables, const char *name);

/* One word of a block, read once, before all that is read later. */
uint64_t tables_word(const struct tables *tables, struct block block, uint64_t index);

#endif
