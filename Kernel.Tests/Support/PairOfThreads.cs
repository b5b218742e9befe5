// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;

namespace Kernel.Tests.Support;

/// <summary>Two pieces of work that begin together, on two threads; whatever either throws, the caller gets.</summary>
internal static class PairOfThreads
{
    public static void Run(Action first, Action second) => Run(_ => first(), _ => second());

    /// <summary>The work may meet at the barrier again; one that ends, or fails, keeps the other from waiting there.</summary>
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
