/* SPDX-License-Identifier: GPL-2.0-only */
/* Says what a C compiler makes of the layouts, and walks tables that the port has built. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "native_layout.h"
#include "walk.h"

static int describe(void)
{
#define BLOCK(block) printf("block %s %zu %zu\n", #block, sizeof(struct block), (size_t)_Alignof(struct block));
#define FIELD(block, field) \
	printf("field %s %s %zu %zu\n", #block, #field, offsetof(struct block, field), sizeof(((struct block *)0)->field));
#define CONSTANT(block, constant) printf("constant %s %s %" PRIu64 "\n", #block, #constant, (uint64_t)constant);
#include "rows.h"
	return 0;
}

static bool print_block(void *context, const struct entry_copy *entry)
{
	(void)context;
	printf("block %" PRIu32 " %s %" PRIu64 " bytes\n", entry->machine, entry->name, entry->length);
	return true;
}

/*
 * Answers questions, a line each, until there are no more; after each answer comes a line "end". Machine 0 stands for the one with the
 * lowest number.
 */
static int answer(const char *path, uint32_t machine)
{
	struct tables tables;
	char line[256];

	if (!tables_open(&tables, path))
		return 2;
	while (fgets(line, sizeof(line), stdin) != NULL) {
		uint64_t vsid, offset;
		unsigned int segment, page;

		uint32_t asked = machine != 0 ? machine : tables_first_machine(&tables, "HPT");

		if (strcmp(line, "walk\n") == 0)
			walk(&tables, asked);
		else if (strcmp(line, "blocks\n") == 0)
			tables_each(&tables, print_block, NULL);
		else if (sscanf(line, "find %" SCNx64 " %u %" SCNx64 " %u", &vsid, &segment, &offset, &page) == 4 &&
			 (segment == 28 || segment == 40) && page >= 12 && page < segment)
			find(&tables, asked, vsid, segment, offset, page);
		else
			printf("not understood: %s", line);
		printf("end\n");
		fflush(stdout);
	}
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "describe") == 0)
		return describe();
	if ((argc == 3 || argc == 4) && strcmp(argv[1], "tables") == 0)
		return answer(argv[2], argc == 4 ? (uint32_t)strtoul(argv[3], NULL, 10) : 0);
	fprintf(stderr,
		"Usage: layout-check describe                every block, field and constant, as this compiler has them\n"
		"       layout-check tables FILE [MACHINE]   answers questions on standard input about a file of tables:\n"
		"                                            blocks\n"
		"                                            walk\n"
		"                                            find VSID 28|40 OFFSET 12|16|24    (VSID and OFFSET in hexadecimal)\n");
	return 2;
}
