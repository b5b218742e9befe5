// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Native;

/// <summary>A range of a file of tables that is in use.</summary>
/// <param name="length">Its bytes.</param>
internal sealed class TakenRange(ulong length)
{
    /// <summary>Its bytes.</summary>
    internal ulong Length { get; } = length;

    /// <summary>The owner of the block in it, while it is listed.</summary>
    internal nuint Owner { get; set; }

    /// <summary>The name under which it was listed and not withdrawn since, or null.</summary>
    internal (uint Machine, string Name)? Listed { get; set; }
}
