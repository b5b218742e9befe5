// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Tests.Properties;

/// <summary>The kind of a <see cref="GuestStep"/>, with its arguments.</summary>
public enum StepKind
{
    /// <summary>H_ENTER: flags, index, first and second doubleword.</summary>
    Enter,

    /// <summary>H_REMOVE: flags, index, AVPN or mask.</summary>
    Remove,

    /// <summary>H_PROTECT: flags, index, AVPN.</summary>
    Protect,

    /// <summary>H_READ: flags, index.</summary>
    Read,

    /// <summary>H_BULK_REMOVE: four pairs of specifier and operand.</summary>
    BulkRemove,

    /// <summary>The processor uses a translation: index, R and C bits to set.</summary>
    Use,
}
