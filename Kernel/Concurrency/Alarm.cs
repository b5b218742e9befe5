// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Concurrency;

/// <summary>Calls back once, on a thread of the clock, when a clock says that the time has come. Dispose it to call it off.</summary>
internal sealed class Alarm : IDisposable
{
    private static readonly TimeSpan MaxDue = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly ITimer _timer;

    private Alarm(ITimer timer) => _timer = timer;

    /// <summary>Sets an alarm.</summary>
    /// <param name="clock">What tells the time.</param>
    /// <param name="due">From now; zero or more. What is longer than 49 days counts as 49 days.</param>
    /// <param name="state">What <paramref name="callback"/> gets.</param>
    /// <param name="callback">Is called once. It may run before this returns, and still once after <see cref="Dispose"/>.</param>
    [Atomic(Unchecked = "A clock sets a timer without waiting.")]
    internal static Alarm Set<T>(TimeProvider clock, TimeSpan due, T state, Action<T> callback) where T : class =>
        new(clock.CreateTimer(_ => callback(state), null, due > MaxDue ? MaxDue : due, Timeout.InfiniteTimeSpan));

    /// <summary>Calls the alarm off, if it is not too late.</summary>
    [Atomic(Unchecked = "A clock removes a timer without waiting for its callback.")]
    public void Dispose() => _timer.Dispose();
}
