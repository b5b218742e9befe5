/* SPDX-License-Identifier: GPL-2.0-only */
#define _POSIX_C_SOURCE 200809L

#include "tables.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "native_layout.h"

static uint32_t turn32(uint32_t word)
{
	return word >> 24 | (word >> 8 & 0xff00) | (word & 0xff00) << 8 | word << 24;
}

static uint64_t turn64(uint64_t word)
{
	return (uint64_t)turn32((uint32_t)word) << 32 | turn32((uint32_t)(word >> 32));
}

/* The builtin takes pointers to plain objects, which _Atomic's functions do not; every word lies at a multiple of its size. */
static uint64_t load64(const struct tables *tables, const unsigned char *at)
{
	uint64_t word = __atomic_load_n((const uint64_t *)(const void *)at, __ATOMIC_ACQUIRE);

	return tables->turned ? turn64(word) : word;
}

static uint32_t load32(const struct tables *tables, const unsigned char *at)
{
	uint32_t word = __atomic_load_n((const uint32_t *)(const void *)at, __ATOMIC_ACQUIRE);

	return tables->turned ? turn32(word) : word;
}

bool tables_open(struct tables *tables, const char *path)
{
	struct stat status;
	uint32_t order;
	void *base;
	int file = open(path, O_RDONLY);

	if (file < 0 || fstat(file, &status) < 0) {
		perror(path);
		return false;
	}
	if ((uint64_t)status.st_size < sizeof(struct shared_tables)) {
		fprintf(stderr, "%s: %lld bytes; expected a file of tables, which has %zu at least.\n",
			path, (long long)status.st_size, sizeof(struct shared_tables));
		close(file);
		return false;
	}
	base = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_SHARED, file, 0);
	close(file);
	if (base == MAP_FAILED) {
		perror(path);
		return false;
	}
	*tables = (struct tables){ .base = base, .size = (size_t)status.st_size };
	order = load32(tables, tables->base + offsetof(struct shared_tables, byte_order));
	tables->turned = order == turn32(SHARED_TABLES_BYTE_ORDER);
	if (load64(tables, tables->base + offsetof(struct shared_tables, magic)) != SHARED_TABLES_MAGIC ||
	    load32(tables, tables->base + offsetof(struct shared_tables, byte_order)) != SHARED_TABLES_BYTE_ORDER ||
	    load32(tables, tables->base + offsetof(struct shared_tables, version)) != SHARED_TABLES_VERSION) {
		fprintf(stderr, "%s: is no file of tables of version %u.\n", path, (unsigned)SHARED_TABLES_VERSION);
		return false;
	}
	return true;
}

struct block tables_find(const struct tables *tables, const char *name)
{
	const size_t most = sizeof(((struct shared_tables *)0)->blocks) / sizeof(struct shared_block);
	const struct block none = { .words = NULL };
	uint32_t count = load32(tables, tables->base + offsetof(struct shared_tables, count));
	uint32_t i;

	for (i = 0; i < count && i < most; i++) {
		const unsigned char *entry = tables->base + offsetof(struct shared_tables, blocks) + i * sizeof(struct shared_block);
		uint64_t offset, length;

		if (load32(tables, entry + offsetof(struct shared_block, state)) != SHARED_BLOCK_LIVE ||
		    strncmp((const char *)entry + offsetof(struct shared_block, name), name, sizeof(((struct shared_block *)0)->name)) != 0)
			continue;
		offset = load64(tables, entry + offsetof(struct shared_block, offset));
		length = load64(tables, entry + offsetof(struct shared_block, length));
		/* The file may be damaged: nothing outside it is read. */
		if (offset % 8 != 0 || offset > tables->size || length > tables->size - offset) {
			fprintf(stderr, "%s lies outside the file.\n", name);
			return none;
		}
		return (struct block){ .words = tables->base + offset, .count = length / 8 };
	}
	return none;
}

uint64_t tables_word(const struct tables *tables, struct block block, uint64_t index)
{
	return load64(tables, block.words + index * 8);
}
