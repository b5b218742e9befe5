// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kernel.Cli.Output;

/// <summary>Counts with their nouns.</summary>
internal static class Quantity
{
    /// <summary><c>1 record</c>, <c>2,000 records</c>.</summary>
    /// <param name="count">The number.</param>
    /// <param name="one">The noun in the singular.</param>
    /// <param name="many">The noun in the plural; null adds an s to the singular.</param>
    public static string Of(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many ?? one + "s")}");
}
