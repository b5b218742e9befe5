// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kernel.Recordings.Replay;

/// <summary>The return codes of hypercalls (LoPAR, chapter 14).</summary>
internal static class HypercallResults
{
    public const long Success = 0;
    public const long Parameter = -4;
    public const long PtegFull = -6;
    public const long NotFound = -7;

    /// <summary>The code's name; the number where it has none here.</summary>
    public static string Name(long result) => result switch
    {
        Success => "H_SUCCESS",
        -1 => "H_HARDWARE",
        -2 => "H_FUNCTION",
        -3 => "H_PRIVILEGE",
        Parameter => "H_PARAMETER",
        PtegFull => "H_PTEG_FULL",
        NotFound => "H_NOT_FOUND",
        -16 => "H_RESOURCE",
        9999 => "H_TOO_HARD",
        _ => result.ToString(CultureInfo.InvariantCulture),
    };
}
