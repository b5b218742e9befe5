/* SPDX-License-Identifier: GPL-2.0-only */
#include "walk.h"

#include <inttypes.h>
#include <stdio.h>

#include "native_layout.h"

struct entry {
	uint64_t v, r;
};

static struct entry entry_at(const struct tables *tables, struct block hpt, uint64_t index)
{
	struct entry entry;

	entry.v = tables_word(tables, hpt, index * sizeof(struct hpt) / 8 + offsetof(struct hpt, v) / 8);
	entry.r = tables_word(tables, hpt, index * sizeof(struct hpt) / 8 + offsetof(struct hpt, r) / 8);
	return entry;
}

/* log2 of the bytes that an entry maps, by L and LP; 0 for an encoding that is not known (Power ISA 2.06 Book III-S, 5.7.7.3). */
static unsigned int page_of(struct entry entry)
{
	uint64_t lp = entry.r >> HPTE_R_RPN_SHIFT & 0xff;

	if ((entry.v & HPTE_V_LARGE) == 0)
		return 12;
	if (lp == 0)
		return 24;
	return (lp & 0xf) == 1 ? 16 : 0;
}

static uint64_t real_of(struct entry entry, unsigned int page)
{
	return entry.r & HPTE_R_RPN & ~((UINT64_C(1) << (page == 0 ? 12 : page)) - 1);
}

static unsigned int protection_of(struct entry entry)
{
	return (unsigned int)((entry.r & HPTE_R_PP0) >> 61 | (entry.r & HPTE_R_PP));
}

static void print_entry(uint64_t index, struct entry entry, uint64_t guest)
{
	unsigned int segment = (entry.v & HPTE_V_1TB_SEG) != 0 ? 40 : 28;
	unsigned int page = page_of(entry);
	uint64_t avpn = (entry.v & HPTE_V_AVPN) >> HPTE_V_AVPN_SHIFT;

	printf("entry %" PRIx64 ": vsid %" PRIx64 " segment %u page %u real %" PRIx64
	       " protection %u key %u wimg %x %s%s%s guest %" PRIx64 "\n",
	       index, avpn >> (segment - 23), segment, page, real_of(entry, page), protection_of(entry),
	       (unsigned int)((entry.r & HPTE_R_KEY_HI) >> 57 | (entry.r & HPTE_R_KEY_LO) >> 9),
	       (unsigned int)((entry.r & HPTE_R_WIMG) >> 3),
	       (entry.r & HPTE_R_R) != 0 ? "R" : "-", (entry.r & HPTE_R_C) != 0 ? "C" : "-", (entry.v & HPTE_V_SECONDARY) != 0 ? "H" : "-",
	       guest);
}

void walk(struct tables *tables, uint32_t machine)
{
	struct block hpt = tables_find(tables, machine, "HPT");
	struct block revmap = tables_find(tables, machine, "revmap");
	unsigned int slot;
	uint64_t i;

	if (hpt.words == NULL || revmap.words == NULL) {
		printf("no table\n");
		return;
	}
	for (i = 0; i < hpt.count * 8 / sizeof(struct hpt); i++) {
		struct entry entry = entry_at(tables, hpt, i);

		if ((entry.v & HPTE_V_VALID) != 0)
			print_entry(i, entry, i < revmap.count ? tables_word(tables, revmap, i) : 0);
	}
	for (slot = 0; slot < KVM_MEM_SLOTS_NUM; slot++) {
		char name[sizeof(((struct shared_block *)0)->name)];
		struct block pages;

		snprintf(name, sizeof(name), "slot_phys[%u]", slot);
		pages = tables_find(tables, machine, name);
		for (i = 0; i < pages.count; i++) {
			uint64_t word = tables_word(tables, pages, i);

			if (word != 0)
				printf("slot %u page %" PRIu64 ": real %" PRIx64 " %s\n", slot, i, word & ~KVMPPC_GOT_PAGE,
				       (word & KVMPPC_GOT_PAGE) != 0 ? "pinned" : "held by its area");
		}
	}
}

/* One group: eight entries, compared by segment size, page number and which of the two hashes led here. */
static bool find_in_group(const struct tables *tables, struct block hpt, uint64_t hash, uint64_t wanted, unsigned int page)
{
	uint64_t groups = hpt.count * 8 / sizeof(struct hpt) / HPTES_PER_GROUP;
	uint64_t first = (hash & (groups - 1)) * HPTES_PER_GROUP;
	uint64_t i;

	for (i = first; i < first + HPTES_PER_GROUP; i++) {
		struct entry entry = entry_at(tables, hpt, i);
		uint64_t compared = UINT64_C(3) << HPTE_V_SSIZE_SHIFT | HPTE_V_AVPN | HPTE_V_SECONDARY | HPTE_V_VALID;

		if ((entry.v & compared) != wanted || page_of(entry) != page)
			continue;
		printf("found %" PRIx64 ": real %" PRIx64 " protection %u\n", i, real_of(entry, page), protection_of(entry));
		return true;
	}
	return false;
}

/* Power ISA 2.06 Book III-S, 5.7.7.3: the primary hash, then its complement. */
void find(struct tables *tables, uint32_t machine, uint64_t vsid, unsigned int segment, uint64_t offset, unsigned int page)
{
	struct block hpt = tables_find(tables, machine, "HPT");
	uint64_t number = offset >> page;
	uint64_t hash = segment == 40 ? vsid ^ vsid << 25 ^ number : vsid ^ number;
	uint64_t avpn = vsid << (segment - 23) | (number << page) >> 23;
	uint64_t wanted = (segment == 40 ? HPTE_V_1TB_SEG : 0) | (avpn << HPTE_V_AVPN_SHIFT & HPTE_V_AVPN) | HPTE_V_VALID;

	if (hpt.count * 8 < sizeof(struct hpt) * HPTES_PER_GROUP ||
	    (!find_in_group(tables, hpt, hash, wanted, page) && !find_in_group(tables, hpt, ~hash, wanted | HPTE_V_SECONDARY, page)))
		printf("none\n");
}
