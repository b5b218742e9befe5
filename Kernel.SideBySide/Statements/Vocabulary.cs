// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Kernel.SideBySide.Statements;

/// <summary>
/// Makes words of both languages comparable. What differs everywhere (PORTING.md, "Everywhere") is dropped: types, casts, null and zero,
/// the accessors of shared words, hints to the compiler; a number is its value, whatever its base and suffix.
/// </summary>
internal static partial class Vocabulary
{
    private static readonly HashSet<string> Dropped =
    [
        "NULL", "null", "READ_ONCE", "WRITE_ONCE", "ACCESS_ONCE", "likely", "unlikely", "corrected", "global", "Linux",
        "ulong", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "__be64", "__u8", "__u32", "__u64",
    ];

    /// <summary>A name as it is compared, or null if it is not.</summary>
    public static string? OfName(string name)
    {
        string plain = name.TrimStart('@');
        return Dropped.Contains(plain) || TypeName().IsMatch(plain) || ErratumName().IsMatch(plain) ? null : plain;
    }

    /// <summary>A number as it is compared, or null for zero, which one language writes where the other does not.</summary>
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
    /// Operators as they are compared: those of an assignment are those of the expression that it stands for; <c>!x</c> is <c>x == 0</c>, and
    /// <c>x != 0</c> is <c>x</c>. What is an address in one language and a product in the other is left out.
    /// </summary>
    public static string OfOperators(IEnumerable<string> operators) => string.Join(' ', operators.Select(OfOperator).OfType<string>().Order(StringComparer.Ordinal));

    private static string? OfOperator(string text) => text switch
    {
        "!" or "==" => "not",
        "+" or "-" or "/" or "%" or "<<" or ">>" or "|" or "^" or "&&" or "||" or "<" or ">" or "<=" or ">=" or "~" => text,
        "+=" or "-=" or "/=" or "%=" or "<<=" or ">>=" or "|=" or "^=" => text[..^1],
        _ => null,
    };

    /// <summary>Whether a name is one of those that are constants: capitals, digits and underlines.</summary>
    public static bool IsConstant(string name) => name is not "NULL" && !ErratumName().IsMatch(name) && ConstantName().IsMatch(name);

    [GeneratedRegex("^[A-Z][A-Z0-9_]+$")]
    private static partial Regex ConstantName();

    [GeneratedRegex("^E[0-9]{2}$")]
    private static partial Regex ErratumName();

    [GeneratedRegex("_t$")]
    private static partial Regex TypeName();
}
