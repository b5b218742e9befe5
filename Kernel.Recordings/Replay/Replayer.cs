// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Recordings.Formats;
using Kernel.VirtualMachines;

namespace Kernel.Recordings.Replay;

/// <summary>
/// Plays a recording on the port: every hypercall goes through real mode and, where that is not enough, virtual mode, on one thread or
/// from inside guests that run (<see cref="ReplayOptions.RunsVcpus"/>), in the recorded order; each answer is compared with the recorded one, and the table with the recorded table.
/// </summary>
/// <remarks>
/// The recorded machine was emulated and newer than the original, so some differences are right (<see cref="ReplayReason"/>): they are
/// counted, the slot numbers of later calls are translated, and the replay goes on. Everything else is a mismatch. With errata as written,
/// the only difference explained besides these is what E13 shows of H_REMOVE; what the others do is reported as mismatches.
/// </remarks>
public static class RecordingReplayer
{
    /// <summary>Plays a recording. While it does, no other <see cref="KvmSystem"/> can be booted.</summary>
    /// <param name="reader">A reader from which nothing has been read yet.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Is told, now and then, which part is done, 0 to 1.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>What happened; <see cref="ReplayReport.IsMatch"/> is the verdict.</returns>
    /// <exception cref="RecordingFormatException">The recording is damaged.</exception>
    /// <exception cref="NotSupportedException">The recording is of a machine that the port cannot be.</exception>
    /// <exception cref="InvalidOperationException">Another system is booted.</exception>
    /// <exception cref="OperationCanceledException">The work was ended early.</exception>
    public static ReplayReport Replay(
        RecordingReader reader, ReplayOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        options ??= new ReplayOptions();
        ReplayMachine machine = new(reader.Recording, options);
        ReplayReport report;
        try
        {
            report = new ReplayRun(reader, options, machine).Play(progress, cancellation);
        }
        catch
        {
            SwitchOff(machine);
            throw;
        }
        return SwitchOff(machine) is not string leak ? report : report with
        {
            MismatchCount = report.MismatchCount + 1,
            Mismatches = [.. report.Mismatches, new ReplayMismatch(report.Records, "", "after the machine was switched off: " + leak)],
        };
    }

    /// <summary>Switches the machine off.</summary>
    /// <returns>What it still held, in words; null for nothing.</returns>
    private static string? SwitchOff(ReplayMachine machine)
    {
        try
        {
            machine.Dispose();
            return null;
        }
        catch (NativeLeakException exception)
        {
            return exception.Message;
        }
    }
}
