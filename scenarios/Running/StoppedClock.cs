// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Scenarios.Running;

/// <summary>A clock that stands still: no timer expires, so a sleeping vcpu is never woken by time.</summary>
internal sealed class StoppedClock : TimeProvider
{
    /// <inheritdoc/>
    public override long GetTimestamp() => 0;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer();

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
