// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;

namespace Kernel.Tests.Support;

/// <summary>Runs two actions on two threads that start together, and rethrows what either throws.</summary>
internal static class PairOfThreads
{
    public static void Run(Action first, Action second) => Run(_ => first(), _ => second());

    /// <summary>
    /// Runs two actions that can meet at a barrier; an action that ends or fails leaves the barrier, so the other does not wait for it.
    /// </summary>
    public static void Run(Action<Barrier> first, Action<Barrier> second)
    {
        using var step = new Barrier(2);
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() => failure = Catch(second, step)) { IsBackground = true };
        thread.Start();
        ExceptionDispatchInfo? own = Catch(first, step);
        thread.Join();
        own?.Throw();
        failure?.Throw();
    }

    private static ExceptionDispatchInfo? Catch(Action<Barrier> work, Barrier step)
    {
        step.SignalAndWait();
        try
        {
            work(step);
            return null;
        }
        catch (Exception exception)
        {
            return ExceptionDispatchInfo.Capture(exception);
        }
        finally
        {
            step.RemoveParticipant();
        }
    }
}
