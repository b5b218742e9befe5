// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;

namespace Kernel.Tests.Support;

/// <summary>Runs what must end; throws after a minute, so only a failing test waits long.</summary>
internal static class Deadline
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Runs an action on a separate thread and rethrows its exception.</summary>
    public static void Run(string what, Action action) => Join(what, Start(action));

    /// <summary>Starts an action on a separate thread.</summary>
    public static Task Start(Action action) => Task.Factory.StartNew(action, TaskCreationOptions.LongRunning);

    /// <summary>Waits until tasks have ended, and rethrows the first exception of the first that failed.</summary>
    public static void Join(string what, params Task[] tasks)
    {
        if (!Task.WhenAll(tasks).ContinueWith(_ => { }, TaskScheduler.Default).Wait(Limit))
            throw new TimeoutException($"Not within a minute: {what}.");
        foreach (Task task in tasks.Where(task => task.IsFaulted))
            ExceptionDispatchInfo.Capture(task.Exception!.InnerException!).Throw();
    }
}
