// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Kernel.Host;
using Kernel.Host.Diagnostics;
using Kernel.Host.Scheduling;

namespace Linux.include.linux;

/// <summary>Header &lt;linux/kernel.h&gt;: the log, assertions and number parsing.</summary>
internal static class kernel_h
{
    [Conditional("DEBUG")]
    internal static void might_sleep([CallerMemberName] string caller = "") => ContextChecks.MightSleep(caller);

    internal static void pr_err(string message) => SimulatedHost.Current.Log.Write(KernelLogLevel.Error, message);

    internal const KernelLogLevel KERN_EMERG = KernelLogLevel.Emergency;

    internal static void printk(KernelLogLevel level, string message) => SimulatedHost.Current.Log.Write(level, message);

    internal static void pr_warn(string message) => SimulatedHost.Current.Log.Write(KernelLogLevel.Warning, message);

    internal static void pr_info(string message) => SimulatedHost.Current.Log.Write(KernelLogLevel.Information, message);

    /// <summary>The next multiple of a power of two.</summary>
    internal static ulong ALIGN(ulong x, ulong a) => (x + a - 1) & ~(a - 1);

    internal static bool WARN_ON(bool condition, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        if (condition)
            SimulatedHost.Current.Log.Write(KernelLogLevel.Warning, $"WARNING: {text}");
        return condition;
    }

    /// <summary>A number as <see cref="simple_strtoul"/> reads it, times 2^10, 2^20 or 2^30 if K, M or G follows.</summary>
    internal static ulong memparse(string text)
    {
        ulong value = parse(text, out int length);
        if (length == text.Length)
            return value;
        switch (char.ToUpperInvariant(text[length])) {
        case 'K':
            return value << 10;
        case 'M':
            return value << 20;
        case 'G':
            return value << 30;
        default:
            return value;
        }
    }

    /// <summary>A number: hexadecimal after 0x, octal after 0, otherwise decimal. Ends at the first other character; wraps.</summary>
    internal static ulong simple_strtoul(string text) => parse(text, out _);

    private static ulong parse(string text, out int length)
    {
        bool hexadecimal = text.Length > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X') && char.IsAsciiHexDigit(text[2]);
        uint radix = hexadecimal ? 16u : text.StartsWith('0') ? 8u : 10u;
        ulong value = 0;
        for (length = hexadecimal ? 2 : 0; length < text.Length && digit_of(text[length]) < radix; length++)
            value = value * radix + digit_of(text[length]);
        return value;
    }

    private static uint digit_of(char c) =>
        char.IsAsciiDigit(c) ? (uint)c - '0' : char.IsAsciiHexDigit(c) ? (c | 0x20u) - 'a' + 10 : uint.MaxValue;
}
