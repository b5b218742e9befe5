/* SPDX-License-Identifier: GPL-2.0-only */
#define _POSIX_C_SOURCE 200809L

#include "tables.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
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

static const char *opened;

/* Only functions that a signal handler may call. */
static void report_truncation(int signal)
{
	static const char said[] = ": was truncated while it was mapped.\n";

	(void)signal;
	if (write(STDERR_FILENO, opened, strlen(opened)) < 0 || write(STDERR_FILENO, said, sizeof(said) - 1) < 0)
		_exit(3);
	_exit(2);
}

static bool map(struct tables *tables)
{
	struct stat status;
	void *base;

	if (fstat(tables->file, &status) < 0) {
		perror(tables->path);
		return false;
	}
	if ((uint64_t)status.st_size < sizeof(struct shared_tables)) {
		fprintf(stderr, "%s: %lld bytes; expected a file of tables, which has %zu at least.\n",
			tables->path, (long long)status.st_size, sizeof(struct shared_tables));
		return false;
	}
	/* An earlier, shorter mapping stays: blocks that were found point into it. */
	base = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_SHARED, tables->file, 0);
	if (base == MAP_FAILED) {
		perror(tables->path);
		return false;
	}
	tables->base = base;
	tables->size = (size_t)status.st_size;
	return true;
}

bool tables_open(struct tables *tables, const char *path)
{
	struct sigaction action = { .sa_handler = report_truncation };
	uint32_t order;

	*tables = (struct tables){ .path = path, .file = open(path, O_RDONLY) };
	if (tables->file < 0) {
		perror(path);
		return false;
	}
	opened = path;
	sigaction(SIGBUS, &action, NULL);
	if (!map(tables))
		return false;
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

/* Whether a range lies in the file, which may have grown since it was mapped. */
static bool reach(struct tables *tables, uint64_t offset, uint64_t length)
{
	if (offset <= tables->size && length <= tables->size - offset)
		return true;
	return map(tables) && offset <= tables->size && length <= tables->size - offset;
}

/*
 * Copies an entry as it was at one time: see native-layout/shared_block.md. Each load is an acquire, so the fields are read before the
 * sequence number is read again. Returns false for a free entry, and, with a message, for one that stays half changed.
 */
static bool copy_entry(const struct tables *tables, const unsigned char *at, struct entry_copy *copy)
{
	const unsigned char *sequence = at + offsetof(struct shared_block, sequence);
	int attempt;

	for (attempt = 0; attempt < 100000; attempt++) {
		uint32_t before = load32(tables, sequence);
		uint32_t state;
		size_t i;

		if (before % 2 != 0) {
			sched_yield();
			continue;
		}
		for (i = 0; i < sizeof(copy->name) - 1; i++)
			copy->name[i] = (char)__atomic_load_n(at + offsetof(struct shared_block, name) + i, __ATOMIC_ACQUIRE);
		copy->name[sizeof(copy->name) - 1] = '\0';
		copy->offset = load64(tables, at + offsetof(struct shared_block, offset));
		copy->length = load64(tables, at + offsetof(struct shared_block, length));
		copy->machine = load32(tables, at + offsetof(struct shared_block, machine));
		state = load32(tables, at + offsetof(struct shared_block, state));
		if (load32(tables, sequence) == before)
			return state == SHARED_BLOCK_LIVE;
	}
	fprintf(stderr, "The entry at offset %zu is half changed.\n", (size_t)(at - tables->base));
	return false;
}

void tables_each(struct tables *tables, bool (*take)(void *context, const struct entry_copy *entry), void *context)
{
	const size_t most = sizeof(((struct shared_tables *)0)->blocks) / sizeof(struct shared_block);
	uint64_t directory = 0;
	uint64_t rest = tables->size / sizeof(struct shared_tables) + 1;        /* a damaged chain may be a circle */

	do {
		uint32_t count = load32(tables, tables->base + directory + offsetof(struct shared_tables, count));
		uint32_t i;

		for (i = 0; i < count && i < most; i++) {
			uint64_t at = directory + offsetof(struct shared_tables, blocks) + i * sizeof(struct shared_block);
			struct entry_copy entry;

			if (copy_entry(tables, tables->base + at, &entry) && !take(context, &entry))
				return;
		}
		directory = load64(tables, tables->base + directory + offsetof(struct shared_tables, next));
	} while (directory != 0 && directory % 8 == 0 && reach(tables, directory, sizeof(struct shared_tables)) && --rest != 0);
}

struct wanted {
	const char *name;
	uint32_t machine;
	struct entry_copy found;
};

static bool take_lowest(void *context, const struct entry_copy *entry)
{
	struct wanted *wanted = context;

	if (strcmp(entry->name, wanted->name) == 0 && (wanted->machine == 0 || entry->machine < wanted->machine))
		wanted->machine = entry->machine;
	return true;
}

uint32_t tables_first_machine(struct tables *tables, const char *name)
{
	struct wanted wanted = { .name = name };

	tables_each(tables, take_lowest, &wanted);
	return wanted.machine;
}

static bool take_named(void *context, const struct entry_copy *entry)
{
	struct wanted *wanted = context;

	if (entry->machine != wanted->machine || strcmp(entry->name, wanted->name) != 0)
		return true;
	wanted->found = *entry;
	return false;
}

struct block tables_find(struct tables *tables, uint32_t machine, const char *name)
{
	struct wanted wanted = { .name = name, .machine = machine };
	const struct block none = { .words = NULL };

	tables_each(tables, take_named, &wanted);
	if (wanted.found.length == 0)
		return none;
	/* The file may be damaged: nothing outside it is read. */
	if (wanted.found.offset % 8 != 0 || !reach(tables, wanted.found.offset, wanted.found.length)) {
		fprintf(stderr, "%s lies outside the file.\n", name);
		return none;
	}
	return (struct block){ .words = tables->base + wanted.found.offset, .count = wanted.found.length / 8 };
}

uint64_t tables_word(const struct tables *tables, struct block block, uint64_t index)
{
	return load64(tables, block.words + index * 8);
}
