// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;

namespace Kernel.Host.Memory;

/// <summary>Makes chosen allocations fail, as the fault injection of Linux does.</summary>
public sealed class FaultInjector
{
    private readonly BriefLock _gate = new();
    private readonly List<Plan> _plans = [];

    /// <summary>Lets one allocation at the point fail.</summary>
    /// <param name="point">Where.</param>
    /// <param name="after">How many allocations at that point succeed before the one that fails.</param>
    /// <param name="errno">The error where the point returns one, negative; otherwise of no effect.</param>
    public void FailNext(AllocationPoint point, int after = 0, int errno = -12)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(errno, 0);
        using (_gate.Hold())
            _plans.Add(new Plan(point, after, errno));
    }

    /// <summary>Cancels all failures that have not happened yet.</summary>
    public void Clear()
    {
        using (_gate.Hold())
            _plans.Clear();
    }

    /// <summary>Counts one allocation; returns 0, or the negative error with which it is to fail.</summary>
    internal int Next(AllocationPoint point)
    {
        using (_gate.Hold())
        {
            int errno = 0;
            for (int i = _plans.Count - 1; i >= 0; i--)
            {
                Plan plan = _plans[i];
                if (plan.Point != point)
                    continue;
                if (plan.After > 0)
                {
                    _plans[i] = plan with { After = plan.After - 1 };
                    continue;
                }
                errno = plan.Errno;
                _plans.RemoveAt(i);
            }
            return errno;
        }
    }

    private readonly record struct Plan(AllocationPoint Point, int After, int Errno);
}
