// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Kernel.SideBySide.Statements;

/// <summary>
/// Makes the words of both languages comparable. Differences that occur everywhere (PORTING.md, "Everywhere") are dropped: types, casts,
/// null, zero, the accessors of shared words and hints to the compiler. A number is compared by its value, whatever its base and suffix.
/// </summary>
internal static partial class Vocabulary
{
    private static readonly HashSet<string> Dropped =
    [
        "NULL", "null", "READ_ONCE", "WRITE_ONCE", "ACCESS_ONCE", "likely", "unlikely", "corrected", "unsigned",
        "ulong", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "__be64", "__u8", "__u32", "__u64",
    ];

    /// <summary>The word for a name, or null if the name is not compared.</summary>
    public static string? OfName(string name)
    {
        string plain = name.TrimStart('@');
        return Dropped.Contains(plain) || TypeName().IsMatch(plain) || ErratumName().IsMatch(plain) ? null : plain;
    }

    /// <summary>The word for a number: its value in decimal; null for zero, which C# often writes where C does not.</summary>
    public static string? OfNumber(string text)
    {
        string digits = text.Replace("_", "", StringComparison.Ordinal).TrimEnd('u', 'U', 'l', 'L');
        BigInteger value;
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            if (!BigInteger.TryParse("0" + digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value))
                return text;
        }
        else if (!BigInteger.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value))
            return text;
        return value.IsZero ? null : value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// A list of the operators of a statement, sorted. <c>x += y</c> counts as <c>x + y</c>, <c>!x</c> as <c>x == 0</c>, and <c>x != 0</c>
    /// as <c>x</c>. Left out are <c>*</c> and <c>&amp;</c>, which are also pointer operators.
    /// </summary>
    public static string OfOperators(IEnumerable<string> operators) =>
        string.Join(' ', operators.Select(OfOperator).OfType<string>().Order(StringComparer.Ordinal));

    private static string? OfOperator(string text) => text switch
    {
        "!" or "==" => "not",
        "+" or "-" or "/" or "%" or "<<" or ">>" or "|" or "^" or "&&" or "||" or "<" or ">" or "<=" or ">=" or "~" => text,
        "+=" or "-=" or "/=" or "%=" or "<<=" or ">>=" or "|=" or "^=" => text[..^1],
        _ => null,
    };

    /// <summary>Whether a name is that of a constant: capitals, digits and underscores.</summary>
    public static bool IsConstant(string name) => name is not "NULL" && !ErratumName().IsMatch(name) && ConstantName().IsMatch(name);

    [GeneratedRegex("^[A-Z][A-Z0-9_]+$")]
    private static partial Regex ConstantName();

    [GeneratedRegex("^E[0-9]{2}$")]
    private static partial Regex ErratumName();

    [GeneratedRegex("_t$")]
    private static partial Regex TypeName();
}
