// SPDX-License-Identifier: GPL-2.0-only
/*
 * The baseline of the benchmark: H_ENTER, H_REMOVE, H_PROTECT and H_READ on a hashed page table, written for this project from LoPAR
 * (14.5.4.1), with the lock protocol and the fences of the port. It works on the same memory as the port: the table, the guest's second
 * doublewords and the frames of the memory slot are passed to it at the start.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

typedef uint64_t u64;

#define EXPORT __attribute__((visibility("default")))

/* Handlers are compiled as if called from elsewhere: not inlined, not specialised for the arguments of the loops below. */
#if defined(__has_attribute)
#if __has_attribute(noipa)
#define HYPERCALL __attribute__((noipa)) int64_t
#endif
#endif
#ifndef HYPERCALL
#define HYPERCALL __attribute__((noinline)) int64_t
#endif
#define likely(condition) __builtin_expect(!!(condition), 1)
#define unlikely(condition) __builtin_expect(!!(condition), 0)

/* ------------------------------------------------------------------------------------------------------------ the architecture */

enum { H_SUCCESS = 0, H_FUNCTION = -2, H_TOO_HARD = 9999, H_PARAMETER = -4, H_PTEG_FULL = -6, H_NOT_FOUND = -7 };

/* LoPAR counts the bits of a register from the left. */
#define LEFT(bit) (1ull << (63 - (bit)))

#define FLAG_EXACT LEFT(24)
#define FLAG_TRANSLATE LEFT(25)
#define FLAG_READ_FOUR LEFT(26)
#define FLAG_AVPN LEFT(32)
#define FLAG_ANDCOND LEFT(33)
#define FLAG_LOCAL LEFT(35)

/* First doubleword of an entry. */
#define V_VALID 0x1ull
#define V_SECONDARY 0x2ull
#define V_LARGE 0x4ull
#define V_LOCK 0x40ull                  /* for software: this entry is being changed */
#define V_ODD_8M 0x80ull                /* lowest bit of the page number, which must be 0 for a 16 MB page */
#define V_LOW_BITS 0x7full              /* the bits below the page number */
#define V_AVPN 0x3fffffffffffff80ull
#define V_SEGMENT_1T LEFT(1)
#define V_SEGMENT_RESERVED LEFT(0)

/* Second doubleword. */
#define R_PP0 LEFT(0)
#define R_TAG LEFT(1)
#define R_KEY_HIGH (LEFT(2) | LEFT(3))
#define R_ADDRESS 0x0ffffffffffff000ull
#define R_KEY_LOW 0xe00ull
#define R_REFERENCED 0x100ull
#define R_CHANGED 0x80ull
#define R_WRITE_THROUGH 0x40ull
#define R_INHIBITED 0x20ull
#define R_COHERENT 0x10ull
#define R_GUARDED 0x8ull
#define R_NO_EXECUTE 0x4ull
#define R_PP 0x3ull
#define R_WIMG (R_WRITE_THROUGH | R_INHIBITED | R_COHERENT | R_GUARDED)
#define R_PROTECTION (R_PP0 | R_PP | R_NO_EXECUTE | R_KEY_HIGH | R_KEY_LOW)

#define FEATURE_64K_PAGES 1u            /* Power ISA 2.06 */
#define FEATURE_NO_STRONG_ORDER 2u      /* PowerPC 2.01 */

/* ------------------------------------------------------------------------------------------------------------------ the machine */

#define ENTRIES (1ull << 20)
#define ENTRIES_PER_GROUP 8
#define SLOTS 36
#define SLOT_INVALID 2u
#define HOST_PAGE_SHIFT 16
#define FRAME_FLAGS ((1ull << HOST_PAGE_SHIFT) - 1)

struct entry {
	u64 first;
	u64 second;
};

struct slot {
	u64 first_page;                 /* first guest page, in host pages */
	u64 pages;                      /* 0 ends the list */
	u64 flags;
	int id;
};

struct slots {
	struct slot slot[SLOTS];
};

struct machine {
	struct entry *table;
	u64 *guest_second;              /* the second doubleword of each entry as the guest wrote it */
	struct slots *slots;            /* replaced as a whole */
	u64 *frames[SLOTS];             /* the real addresses of the large pages of each slot, 0 if unknown */
	unsigned int frame_shift;       /* log2 of a large page */
	int processors;
	uint32_t invalidation_lock;
	uint32_t partition;
	struct slots first_slots;
};

struct processor {
	struct machine *machine;
	u64 gpr[32];
};

struct invalidation_log {
	u64 count;
	u64 operand[4096];
};

static unsigned int features;
static struct invalidation_log *invalidation_log;

/* --------------------------------------------------------------------------------------------------------- memory and its order */

static inline u64 load(const u64 *word) { return __atomic_load_n(word, __ATOMIC_ACQUIRE); }
static inline void store(u64 *word, u64 value) { __atomic_store_n(word, value, __ATOMIC_RELEASE); }
static inline void order_stores(void) { __atomic_thread_fence(__ATOMIC_RELEASE); }
static inline void order_loads(void) { __atomic_thread_fence(__ATOMIC_ACQUIRE); }
static inline void order_all(void) { __atomic_thread_fence(__ATOMIC_SEQ_CST); }

static inline void pause_a_moment(void)
{
#if defined(__x86_64__) || defined(__i386__)
	__builtin_ia32_pause();
#elif defined(__aarch64__)
	__asm__ volatile("yield");
#endif
}

/* Sets the lock bit if none of the bits in `unless` is set. */
static inline bool try_lock(struct entry *entry, u64 unless)
{
	u64 seen = load(&entry->first);

	return !(seen & unless) &&
	       __atomic_compare_exchange_n(&entry->first, &seen, seen | V_LOCK, false, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED);
}

static inline void lock(struct entry *entry)
{
	while (!try_lock(entry, V_LOCK))
		pause_a_moment();
}

static inline void invalidate(u64 operand)
{
	/* In place of the instruction that takes the operand: the compiler must have it in a register. */
	__asm__ volatile("" : : "r"(operand));
	if (unlikely(invalidation_log != NULL)) {
		u64 number = __atomic_fetch_add(&invalidation_log->count, 1, __ATOMIC_SEQ_CST);

		invalidation_log->operand[number % 4096] = operand;
	}
}

static void invalidate_everywhere(struct machine *machine, u64 operand)
{
	uint32_t free;

	do
		free = 0;
	while (!__atomic_compare_exchange_n(&machine->invalidation_lock, &free, 1, false, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED));
	order_all();
	invalidate(operand);
	order_stores();
	order_all();
	__atomic_store_n(&machine->invalidation_lock, 0, __ATOMIC_RELEASE);
}

static inline void invalidate_here(u64 operand)
{
	order_all();
	invalidate(operand);
	order_all();
}

/* ---------------------------------------------------------------------------------------------------------------- the hypercalls */

/* Size of the page that an entry maps, in bytes; 0 for an invalid encoding. */
static inline u64 page_size(u64 first, u64 second)
{
	if (!(first & V_LARGE))
		return 1ull << 12;
	if ((second & 0xf000) == 0x1000 && (features & FEATURE_64K_PAGES))
		return 1ull << 16;
	return (second & 0xff000) == 0 ? 1ull << 24 : 0;
}

/* The operand of tlbie (Power ISA 2.06 Book III-S): the page number, whose lower bits follow from the group of the entry. */
static inline u64 invalidation_operand(u64 first, u64 second, u64 index)
{
	u64 operand = (first & ~V_LOW_BITS) << 16;
	u64 low = index / ENTRIES_PER_GROUP;

	if (first & V_SECONDARY)
		low = ~low;
	low ^= first >> (first & V_SEGMENT_1T ? 24 : 12);
	low &= 0x7ff;
	if (!(first & V_LARGE))
		operand |= low << 12;
	else if ((features & FEATURE_64K_PAGES) && (second & 0xff000))
		operand |= 0x1001 | (low & 0x7f) << 16 | (low & 0xfe);
	else
		operand |= 1;
	return operand | (first >> 54 & 0x300);
}

/* The second doubleword for the guest: its own, with R and C as the hardware recorded them. */
static inline u64 with_recorded_bits(u64 guest_second, u64 second)
{
	u64 recorded = R_REFERENCED | R_CHANGED;

	return (guest_second & ~recorded) | (second & recorded);
}

static inline const struct slot *find_slot(const struct slots *slots, u64 page)
{
	const struct slot *slot;

	for (slot = slots->slot; slot < slots->slot + SLOTS && slot->pages != 0; slot++)
		if (page >= slot->first_page && page < slot->first_page + slot->pages)
			return slot;
	return NULL;
}

/* Locks a free entry of the group and returns its position; 8 if all are in use. */
static inline u64 lock_free_entry(struct entry *group)
{
	u64 i;

	for (i = 0; i < ENTRIES_PER_GROUP; i++)
		if (!(load(&group[i].first) & V_VALID) && try_lock(&group[i], V_LOCK | V_VALID))
			return i;
	/* An entry that was only locked for a moment may be free: wait for each lock. */
	for (i = 0; i < ENTRIES_PER_GROUP; i++) {
		lock(&group[i]);
		if (!(load(&group[i].first) & V_VALID))
			return i;
		store(&group[i].first, load(&group[i].first) & ~V_LOCK);
	}
	return i;
}

int64_t h_enter(struct processor *processor, u64 flags, u64 index, u64 first, u64 second);
int64_t h_remove(struct processor *processor, u64 flags, u64 index, u64 avpn);
int64_t h_protect(struct processor *processor, u64 flags, u64 index, u64 avpn);
int64_t h_read(struct processor *processor, u64 flags, u64 index);

HYPERCALL h_enter(struct processor *processor, u64 flags, u64 index, u64 first, u64 second)
{
	struct machine *machine = processor->machine;
	u64 guest_second = second;
	u64 size, large_size, address, page, real;
	const struct slot *slot;
	const u64 *frames;
	struct entry *entry;

	size = page_size(first, second);
	if (size == 0 || (first & V_SEGMENT_RESERVED) || (size == 1ull << 24 && (first & V_ODD_8M)))
		return H_PARAMETER;

	address = second & R_ADDRESS & ~(size - 1);
	page = address >> HOST_PAGE_SHIFT;
	slot = find_slot(__atomic_load_n(&machine->slots, __ATOMIC_ACQUIRE), page);
	if (slot == NULL || (slot->flags & SLOT_INVALID))
		return H_PARAMETER;
	frames = machine->frames[slot->id];
	if (frames == NULL)
		return H_PARAMETER;
	real = load(&frames[(page - slot->first_page) >> (machine->frame_shift - HOST_PAGE_SHIFT)]);
	if (real == 0)
		return H_TOO_HARD;
	real &= ~FRAME_FLAGS;

	large_size = 1ull << machine->frame_shift;
	if (large_size < size)
		return H_PARAMETER;
	real |= address & (large_size - 1);
	second = (second & ~(R_ADDRESS & ~(size - 1))) | real;

	if ((second & R_WIMG) != R_COHERENT &&
	    ((second & R_WIMG) != (R_WRITE_THROUGH | R_INHIBITED | R_COHERENT) || (features & FEATURE_NO_STRONG_ORDER)))
		return H_PARAMETER;
	first = (first & ~0x60ull) | V_VALID;

	if (index >= ENTRIES)
		return H_PARAMETER;
	if (likely(!(flags & FLAG_EXACT))) {
		u64 place;

		index -= index % ENTRIES_PER_GROUP;
		place = lock_free_entry(&machine->table[index]);
		if (place == ENTRIES_PER_GROUP)
			return H_PTEG_FULL;
		index += place;
		entry = &machine->table[index];
	} else {
		entry = &machine->table[index];
		if (!try_lock(entry, V_LOCK | V_VALID)) {
			lock(entry);
			if (load(&entry->first) & V_VALID) {
				store(&entry->first, load(&entry->first) & ~V_LOCK);
				return H_PTEG_FULL;
			}
		}
	}

	store(&machine->guest_second[index], guest_second);
	store(&entry->second, second);
	order_stores();
	store(&entry->first, first);            /* valid, and unlocked */
	order_all();
	processor->gpr[4] = index;
	return H_SUCCESS;
}

HYPERCALL h_remove(struct processor *processor, u64 flags, u64 index, u64 avpn)
{
	struct machine *machine = processor->machine;
	struct entry *entry;
	u64 first, guest_second, operand;

	if (index >= ENTRIES)
		return H_PARAMETER;
	entry = &machine->table[index];
	lock(entry);
	first = load(&entry->first) & ~V_LOCK;
	if (!(first & V_VALID) ||
	    ((flags & FLAG_AVPN) && (first & ~V_LOW_BITS) != avpn) ||
	    ((flags & FLAG_ANDCOND) && (first & avpn))) {
		store(&entry->first, first);
		return H_NOT_FOUND;
	}
	if (__atomic_load_n(&machine->processors, __ATOMIC_ACQUIRE) == 1)
		flags |= FLAG_LOCAL;
	guest_second = load(&machine->guest_second[index]);
	operand = invalidation_operand(first, load(&entry->second), index);
	store(&entry->first, (first & ~V_VALID) | V_LOCK);
	if (flags & FLAG_LOCAL)
		invalidate_here(operand);
	else
		invalidate_everywhere(machine, operand);
	processor->gpr[4] = first;
	processor->gpr[5] = with_recorded_bits(guest_second, load(&entry->second));
	store(&entry->first, 0);
	return H_SUCCESS;
}

HYPERCALL h_protect(struct processor *processor, u64 flags, u64 index, u64 avpn)
{
	struct machine *machine = processor->machine;
	struct entry *entry;
	u64 *guest_second;
	u64 first, second, bits, operand;

	if (index >= ENTRIES)
		return H_PARAMETER;
	entry = &machine->table[index];
	lock(entry);
	first = load(&entry->first) & ~V_LOCK;
	if (!(first & V_VALID) || ((flags & FLAG_AVPN) && (first & ~V_LOW_BITS) != avpn)) {
		store(&entry->first, first);
		return H_NOT_FOUND;
	}
	if (__atomic_load_n(&machine->processors, __ATOMIC_ACQUIRE) == 1)
		flags |= FLAG_LOCAL;
	bits = (flags << 55 & R_PP0) | (flags << 48 & R_KEY_HIGH) | (flags & (R_PP | R_NO_EXECUTE | R_KEY_LOW));

	guest_second = &machine->guest_second[index];
	store(guest_second, (load(guest_second) & ~R_PROTECTION) | bits);
	second = (load(&entry->second) & ~R_PROTECTION) | bits;
	operand = invalidation_operand(first, second, index);
	store(&entry->first, (first & ~V_VALID) | V_LOCK);
	if (flags & FLAG_LOCAL)
		invalidate_here(operand);
	else
		invalidate_everywhere(machine, operand);
	store(&entry->second, second);
	order_stores();
	store(&entry->first, first);
	order_all();
	return H_SUCCESS;
}

HYPERCALL h_read(struct processor *processor, u64 flags, u64 index)
{
	struct machine *machine = processor->machine;
	u64 count = 1, i;

	if (index >= ENTRIES)
		return H_PARAMETER;
	if (flags & FLAG_READ_FOUR) {
		index &= ~3ull;
		count = 4;
	}
	for (i = 0; i < count; i++, index++) {
		struct entry *entry = &machine->table[index];
		u64 first, second, seen;

		do {                            /* until both words belong to the same entry */
			first = load(&entry->first);
			second = seen = load(&entry->second);
			if (!(first & V_VALID))
				second = with_recorded_bits(load(&machine->guest_second[index]), second);
			else if (flags & FLAG_TRANSLATE)
				second = load(&machine->guest_second[index]);
			else
				second |= R_ADDRESS;
			order_loads();
		} while (((load(&entry->first) ^ first) & ~V_LOCK) || load(&entry->second) != seen);
		processor->gpr[4 + i * 2] = first & ~V_LOCK;
		processor->gpr[5 + i * 2] = second;
	}
	return H_SUCCESS;
}

/* -------------------------------------------------------------------------------------------------------- what the driver calls */

/* The arguments of one hypercall, r4 to r7. */
struct arguments {
	u64 flags;
	u64 index;
	u64 first;
	u64 second;
};

/* A machine with one processor and one slot that begins at guest address 0, of large pages of 16 MB. */
EXPORT struct processor *baseline_create(struct entry *table, u64 *guest_second, u64 *frames, u64 large_pages)
{
	struct machine *machine = calloc(1, sizeof(*machine));
	struct processor *processor = calloc(1, sizeof(*processor));

	if (machine == NULL || processor == NULL)
		return NULL;
	features = FEATURE_64K_PAGES;
	machine->table = table;
	machine->guest_second = guest_second;
	machine->frames[0] = frames;
	machine->frame_shift = 24;
	machine->first_slots.slot[0].pages = large_pages << (24 - HOST_PAGE_SHIFT);
	machine->slots = &machine->first_slots;
	machine->processors = 1;
	processor->machine = machine;
	return processor;
}

EXPORT void baseline_destroy(struct processor *processor)
{
	free(processor->machine);
	free(processor);
}

EXPORT void baseline_log_invalidations(struct invalidation_log *log) { invalidation_log = log; }

EXPORT u64 *baseline_registers(struct processor *processor) { return processor->gpr; }

/* One hypercall by its number. */
EXPORT int64_t baseline_hypercall(struct processor *processor, u64 number, const struct arguments *call)
{
	switch (number) {
	case 0x04:
		return h_remove(processor, call->flags, call->index, call->first);
	case 0x08:
		return h_enter(processor, call->flags, call->index, call->first, call->second);
	case 0x0c:
		return h_read(processor, call->flags, call->index);
	case 0x18:
		return h_protect(processor, call->flags, call->index, call->first);
	default:
		return H_FUNCTION;
	}
}

/* Each loop makes the calls of a list and returns the number of failures. */

EXPORT int64_t baseline_enter_remove(struct processor *processor, const struct arguments *call, const struct arguments *end)
{
	int64_t failures = 0;

	for (; call < end; call++) {
		if (h_enter(processor, call->flags, call->index, call->first, call->second) != H_SUCCESS)
			failures++;
		if (h_remove(processor, FLAG_AVPN, processor->gpr[4], call->first & V_AVPN) != H_SUCCESS)
			failures++;
	}
	return failures;
}

EXPORT int64_t baseline_read(struct processor *processor, const struct arguments *call, const struct arguments *end)
{
	int64_t failures = 0;

	for (; call < end; call++)
		if (h_read(processor, call->flags, call->index) != H_SUCCESS)
			failures++;
	return failures;
}

EXPORT int64_t baseline_protect(struct processor *processor, const struct arguments *call, const struct arguments *end)
{
	int64_t failures = 0;

	for (; call < end; call++)
		if (h_protect(processor, call->flags, call->index, call->first) != H_SUCCESS)
			failures++;
	return failures;
}
