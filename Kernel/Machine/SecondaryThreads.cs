// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Machine.Interrupts;

namespace Kernel.Machine;

// Unsafe: hardware threads live while the machine is switched on, and PowerOff waits for all threads of the process that execute on one.
/// <summary>
/// The hardware threads that run no task of the host: all of a core but the first. Each naps on a thread of the process until it is
/// interrupted, and then executes the kernel's system reset.
/// </summary>
internal static unsafe class SecondaryThreads
{
    private static readonly TimeSpan MaxWaitAfterFailure = TimeSpan.FromSeconds(5);

    private static OsThread?[] _threads = [];

    /// <summary>What a hardware thread executes when it is woken from a nap: the handler at 0x100.</summary>
    internal static delegate*<void> SystemReset { get; set; }

    /// <summary>Makes room for the threads; each starts when its core is first used.</summary>
    /// <param name="count">Hardware threads of the machine.</param>
    internal static void PowerOn(int count) => _threads = new OsThread?[count];

    /// <summary>Ends the naps and waits for the threads.</summary>
    /// <returns>
    /// Whether all have ended. After a failure of the machine one may spin for a lock that is never released; it is left behind after
    /// five seconds.
    /// </returns>
    [MightSleep]
    internal static bool PowerOff()
    {
        HardwareThreads.StopNaps();
        bool haveEnded = true;
        foreach (OsThread? thread in _threads)
            haveEnded &= thread is null || HasEnded(thread);
        _threads = [];
        return haveEnded;
    }

    /// <summary>Starts a thread, if it does not run yet. One caller at a time for each.</summary>
    internal static void Start(HardwareThread* thread)
    {
        int number = thread->Number;
        _threads[number] ??= OsThread.Start($"hardware thread {number}", () => Execute(number));
    }

    private static bool HasEnded(OsThread thread)
    {
        if (Checkstop.HasHappened)
            return thread.Join(MaxWaitAfterFailure);
        thread.Join();
        return true;
    }

    private static void Execute(int number)
    {
        HardwareThread* thread = HardwareThreads.At(number);
        HardwareThread.Become(thread);
        try
        {
            while (HardwareThreads.Nap(thread, wakesByDecrementer: false))
                SystemReset();
        }
        catch (Exception failure)
        {
            HardwareThreads.Fail(failure);      // threads that wait for this one, such as the first of its core, throw it too
        }
    }
}
