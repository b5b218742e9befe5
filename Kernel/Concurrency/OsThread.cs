// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Kernel.Concurrency;

/// <summary>A thread of the operating system that runs the simulation. It does not keep the process alive.</summary>
internal sealed class OsThread
{
    private readonly Thread _thread;

    private OsThread(Thread thread) => _thread = thread;

    /// <summary>Starts a thread of the machine: it has nothing of the caller's <see cref="ExecutionContext"/>.</summary>
    /// <param name="name">What debuggers call it.</param>
    /// <param name="body">What it runs.</param>
    internal static OsThread Start(string name, Action body)
    {
        var thread = new Thread(() => body()) { IsBackground = true, Name = name };
        thread.UnsafeStart();
        return new OsThread(thread);
    }

    /// <summary>Runs a function on a thread of its own, in the caller's <see cref="ExecutionContext"/>.</summary>
    /// <param name="name">What debuggers call the thread.</param>
    /// <param name="function">What it runs.</param>
    /// <param name="cancellationToken">The token that the function observes: its cancellation is the task's.</param>
    /// <returns>The function's value, or the exception that it threw.</returns>
    internal static Task<T> Run<T>(string name, Func<T> function, CancellationToken cancellationToken)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(Complete) { IsBackground = true, Name = name }.Start();
        return completion.Task;

        void Complete()
        {
            try
            {
                completion.SetResult(function());
            }
            catch (OperationCanceledException cancelled)
                when (cancellationToken.IsCancellationRequested && cancelled.CancellationToken == cancellationToken)
            {
                completion.SetCanceled(cancellationToken);
            }
            catch (Exception exception)
            {
                completion.SetException(exception);
            }
        }
    }

    /// <summary>Waits until the thread has ended.</summary>
    [MightSleep]
    internal void Join() => _thread.Join();

    /// <summary>Waits until the thread has ended, or until a timeout.</summary>
    /// <param name="timeout">How long at most.</param>
    /// <returns>Whether it has ended.</returns>
    [MightSleep]
    internal bool Join(TimeSpan timeout) => _thread.Join(timeout);

    /// <summary>Gives the calling thread's processor to another thread for a turn.</summary>
    internal static void Yield() => Thread.Yield();

    /// <summary>Tells the processor that the calling thread spins.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SpinPause()
    {
        if (X86Base.IsSupported)
            X86Base.Pause();
        else if (ArmBase.IsSupported)
            ArmBase.Yield();
    }
}
