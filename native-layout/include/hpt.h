/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from native-layout/hpt.md by `kvmhv layout --format c`; change that instead. */
#ifndef NATIVE_LAYOUT_HPT_H
#define NATIVE_LAYOUT_HPT_H

#include <stddef.h>
#include <stdint.h>

#define HPT_ORDER UINT64_C(24)
#define HPT_NPTEG UINT64_C(0x20000)
#define HPT_NPTE UINT64_C(0x100000)
#define HPT_HASH_MASK UINT64_C(0x1ffff)
#define HPTES_PER_GROUP UINT64_C(8)
#define HPTE_V_SSIZE_SHIFT UINT64_C(62)
#define HPTE_V_1TB_SEG UINT64_C(0x4000000000000000)
#define HPTE_V_AVPN UINT64_C(0x3fffffffffffff80)
#define HPTE_V_AVPN_SHIFT UINT64_C(7)
#define HPTE_V_HVLOCK UINT64_C(0x40)
#define HPTE_V_BOLTED UINT64_C(0x10)
#define HPTE_V_LOCK UINT64_C(0x08)
#define HPTE_V_LARGE UINT64_C(0x04)
#define HPTE_V_SECONDARY UINT64_C(0x02)
#define HPTE_V_VALID UINT64_C(0x01)
#define HPTE_R_PP0 UINT64_C(0x8000000000000000)
#define HPTE_R_TS UINT64_C(0x4000000000000000)
#define HPTE_R_KEY_HI UINT64_C(0x3000000000000000)
#define HPTE_R_RPN UINT64_C(0x0ffffffffffff000)
#define HPTE_R_RPN_SHIFT UINT64_C(12)
#define HPTE_R_KEY_LO UINT64_C(0x0000000000000e00)
#define HPTE_R_R UINT64_C(0x0000000000000100)
#define HPTE_R_C UINT64_C(0x0000000000000080)
#define HPTE_R_WIMG UINT64_C(0x0000000000000078)
#define HPTE_R_W UINT64_C(0x0000000000000040)
#define HPTE_R_I UINT64_C(0x0000000000000020)
#define HPTE_R_M UINT64_C(0x0000000000000010)
#define HPTE_R_G UINT64_C(0x0000000000000008)
#define HPTE_R_N UINT64_C(0x0000000000000004)
#define HPTE_R_PP UINT64_C(0x0000000000000003)

struct hpt {
	_Alignas(8) uint64_t v;
	uint64_t r;
};

_Static_assert(sizeof(struct hpt) == 16, "hpt: size");
_Static_assert(_Alignof(struct hpt) == 8, "hpt: alignment");
_Static_assert(offsetof(struct hpt, v) == 0, "hpt.v: offset");
_Static_assert(sizeof(((struct hpt *)0)->v) == 8, "hpt.v: size");
_Static_assert(offsetof(struct hpt, r) == 8, "hpt.r: offset");
_Static_assert(sizeof(((struct hpt *)0)->r) == 8, "hpt.r: size");

#endif
