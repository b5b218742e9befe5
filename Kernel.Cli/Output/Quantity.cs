// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kernel.Cli.Output;

/// <summary>Numbers of things, in words.</summary>
internal static class Quantity
{
    /// <summary><c>1 record</c>, <c>2,000 records</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">The word for one.</param>
    /// <param name="many">The word for any other number; null adds an s.</param>
    public static string Of(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many ?? one + "s")}");
}
