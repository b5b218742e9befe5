// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Concurrency;

/// <summary>A gate that opens once and stays open.</summary>
internal sealed class Latch
{
    private readonly ConditionLock _gate = new();
    private bool _isOpen;

    /// <summary>Whether it has been opened.</summary>
    internal bool IsOpen => Volatile.Read(ref _isOpen);

    /// <summary>Opens it and wakes all threads that wait.</summary>
    internal void Open()
    {
        using (_gate.Hold())
        {
            Volatile.Write(ref _isOpen, true);
            _gate.PulseAll();
        }
    }

    /// <summary>Sleeps until it is open.</summary>
    [MightSleep]
    internal void Wait()
    {
        using (_gate.Hold())
        {
            while (!_isOpen)
                _gate.Wait();
        }
    }

    /// <summary>Sleeps until it is open, or until a timeout.</summary>
    /// <param name="timeout">How long at most.</param>
    /// <returns>Whether it is open.</returns>
    [MightSleep]
    internal bool Wait(TimeSpan timeout)
    {
        using (_gate.Hold())
            return _isOpen || _gate.Wait(timeout) || _isOpen;
    }
}
