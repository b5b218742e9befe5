// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;

namespace Kernel.Machine;

/// <summary>The time base: counts at 512 MHz from the moment the machine is switched on (Power ISA 2.06 Book III-S, 7.2).</summary>
internal static class TimeBase
{
    /// <summary>Ticks in a second.</summary>
    internal const ulong Frequency = 512_000_000;

    private static TimeProvider _clock = TimeProvider.System;
    private static long _start;

    /// <summary>The clock behind the time base and all timers of the machine.</summary>
    internal static TimeProvider Clock => _clock;

    /// <summary>The current value, in ticks.</summary>
    internal static ulong Now
    {
        [RealMode(Unchecked = "The time base is a register of the processor.")]
        get
        {
            ulong elapsed = (ulong)(_clock.GetTimestamp() - _start);
            ulong frequency = (ulong)_clock.TimestampFrequency;
            return elapsed / frequency * Frequency + elapsed % frequency * Frequency / frequency;
        }
    }

    /// <summary>Starts the time base at 0.</summary>
    /// <param name="clock">What drives it.</param>
    /// <param name="failed">Called on a thread of its own when a clock that is not the system's has thrown.</param>
    internal static void PowerOn(TimeProvider clock, Action failed)
    {
        _clock = clock == TimeProvider.System ? clock : new UserClock(clock, failed);
        _start = _clock.GetTimestamp();
    }

    /// <summary>Throws what the clock has thrown since the last call.</summary>
    internal static void ThrowFailure() => (_clock as UserClock)?.ThrowFailure();

    /// <summary>The time until the time base reaches a value; zero if it has.</summary>
    internal static TimeSpan Until(ulong value)
    {
        long ticks = (long)(value - Now);
        return ticks <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(ticks / (double)Frequency);
    }
}
