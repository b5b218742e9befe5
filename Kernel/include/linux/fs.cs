// SPDX-License-Identifier: GPL-2.0-only
namespace Linux;

internal struct inode;

internal unsafe struct @file
{
    internal file_operations* f_op;
    internal void* private_data;
    internal int f_count;           // PORT: an atomic_long_t in the C
}

internal unsafe struct file_operations
{
    internal delegate*<@file*, vm_area_struct*, int> mmap;
    internal delegate*<inode*, @file*, int> release;
}
