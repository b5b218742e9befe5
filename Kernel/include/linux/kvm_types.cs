// SPDX-License-Identifier: GPL-2.0-only
// Header <linux/kvm_types.h>.

global using gfn_t = ulong;
