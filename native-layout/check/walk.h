/* SPDX-License-Identifier: GPL-2.0-only */
/* Walks the tables of a virtual machine, from the layouts and the Power ISA alone. */
#ifndef CHECK_WALK_H
#define CHECK_WALK_H

#include "tables.h"

/* Prints each valid entry of a machine's hashed page table and each known page of each slot, a line each. */
void walk(struct tables *tables, uint32_t machine);

/*
 * Prints where a page is: the entry's index, its real address and its protection, or "none".
 * segment is 28 or 40, log2 of the segment's bytes; page 12, 16 or 24, log2 of the page's.
 */
void find(struct tables *tables, uint32_t machine, uint64_t vsid, unsigned int segment, uint64_t offset, unsigned int page);

#endif
