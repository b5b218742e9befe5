// SPDX-License-Identifier: GPL-2.0-only
// Header <linux/types.h>: the C's names of integer types. A field of a struct has the type's name that it has in the C.

global using __be16 = ushort;
global using __be32 = uint;
global using __u32 = uint;
global using __u64 = ulong;
global using __u8 = byte;
global using pgoff_t = ulong;
global using u16 = ushort;
global using u32 = uint;
global using u64 = ulong;
global using u8 = byte;
