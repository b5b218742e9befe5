// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;

namespace Kernel.Concurrency;

/// <summary>A variable that each thread has for itself, <c>default</c> at first. A pointer is kept as <see cref="nint"/>.</summary>
/// <typeparam name="TTag">Tells variables apart: an empty struct, private to the variable's owner.</typeparam>
/// <typeparam name="TValue">The variable's type.</typeparam>
internal static class PerThread<TTag, TValue> where TTag : struct
{
    [ThreadStatic] private static TValue? _value;

    /// <summary>The calling thread's value.</summary>
    internal static TValue? Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _value;
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => _value = value;
    }
}
