/* SPDX-License-Identifier: GPL-2.0-only */
/* A file of tables (native-layout/shared_tables.md), mapped: live or a dump, in either byte order. */
#ifndef CHECK_TABLES_H
#define CHECK_TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tables {
	const char *path;
	int file;
	const unsigned char *base;
	size_t size;
	bool turned;            /* words are in the other byte order */
};

/* An entry of a directory, as it was at one time, in this machine's byte order. */
struct entry_copy {
	char name[33];
	uint64_t offset, length;
	uint32_t machine;
};

/* A block of 64-bit words; words is NULL if there is none. */
struct block {
	const unsigned char *words;
	uint64_t count;
};

/*
 * Maps a file for reading. Returns false, and says why on stderr, if it is no file of tables. If the file is truncated later, the program
 * ends with a message.
 */
bool tables_open(struct tables *tables, const char *path);

/* Calls back for each live block, until the callback returns false. Maps the file again if it has grown. */
void tables_each(struct tables *tables, bool (*take)(void *context, const struct entry_copy *entry), void *context);

/* The lowest number of a machine that has a block of this name; 0 if there is none. */
uint32_t tables_first_machine(struct tables *tables, const char *name);

/* The block of a machine and a name as the directories have it now. */
struct block tables_find(struct tables *tables, uint32_t machine, const char *name);

/* One word of a block, read once, before all that is read later. */
uint64_t tables_word(const struct tables *tables, struct block block, uint64_t index);

#endif
