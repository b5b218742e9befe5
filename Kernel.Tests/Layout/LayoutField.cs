// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Tests.Layout;

/// <summary>One field of a block.</summary>
/// <param name="Offset">Bytes from the block's beginning.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Type">Its type, as the kernel writes it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What it holds.</param>
/// <param name="Source">Where that is said.</param>
public sealed record LayoutField(ulong Offset, ulong Size, string Type, string Name, string Meaning, string Source);
