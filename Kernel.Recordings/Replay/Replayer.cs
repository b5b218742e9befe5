// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using Kernel.Files;
using Kernel.Host.Diagnostics;
using Kernel.PageTables;
using Kernel.Recordings.Dumps;
using Kernel.Recordings.Formats;
using Kernel.VirtualMachines;

namespace Kernel.Recordings.Replay;

/// <summary>
/// Plays a recording on the port: every hypercall goes through real mode and, where that is not enough, virtual mode, on one thread or
/// from inside guests that run (<see cref="ReplayOptions.RunsVcpus"/>), in the recorded order; each answer is compared with the recorded
/// one, and the table with the recorded table.
/// </summary>
/// <remarks>
/// The recorded machine was emulated and newer than the original, so some differences are right (<see cref="DifferenceReason"/>): they are
/// counted, the slot numbers of later calls are translated, and the replay goes on. Everything else is a mismatch. With errata as written,
/// the only difference explained besides these is what E13 shows of H_REMOVE; what the others do is reported as mismatches.
/// </remarks>
public sealed class Replayer
{
    private const int RecordsBetweenLooks = 1 << 14;

    private readonly RecordingReader _reader;
    private readonly ReplayOptions _options;
    private readonly TargetMachine _machine;
    private readonly SlotMap _map;
    private readonly Tally _tally;
    private readonly CallPlayer _calls;
    private readonly TableComparer _tables;
    private readonly TraceRecord _record = new();
    private readonly Stopwatch _recordTime = new();
    private readonly Stopwatch _tableTime = new();
    private readonly int[] _peakFill = new int[HptGeometry.GroupSize + 1];
    private long _lookups;
    private int _peakCount;
    private long _peakRecord;
    private bool _hasOopsed;

    private Replayer(RecordingReader reader, ReplayOptions options, TargetMachine machine)
    {
        _reader = reader;
        _options = options;
        _machine = machine;
        _map = new SlotMap(machine.Table.EntryCount);
        _map.Fill.CopyTo(_peakFill, 0);
        _tally = new Tally(options.MaxMismatches);
        Ledger ledger = new(machine, _map, new RebuiltTable(machine.Table.Order), _tally);
        _calls = new CallPlayer(ledger, options.Errata);
        _tables = new TableComparer(ledger);
    }

    /// <summary>Plays a recording. While it does, no other <see cref="KvmSystem"/> can be booted.</summary>
    /// <param name="reader">A reader from which nothing has been read yet.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Receives the fraction that is done, 0 to 1, now and then.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>What happened; <see cref="ReplayReport.IsMatch"/> is the verdict.</returns>
    /// <exception cref="RecordingFormatException">The recording is damaged.</exception>
    /// <exception cref="FileException">A file cannot be written, or is there already.</exception>
    /// <exception cref="NotSupportedException">The recording is of a machine that the port cannot be.</exception>
    /// <exception cref="InvalidOperationException">Another system is booted.</exception>
    /// <exception cref="OperationCanceledException">The work was ended early.</exception>
    public static ReplayReport Replay(
        RecordingReader reader, ReplayOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        options ??= new ReplayOptions();
        using TargetMachine machine = new(reader.Recording, options);
        Replayer replayer = new(reader, options, machine);
        ReplayReport report = replayer.Play(progress, cancellation);
        if (replayer._hasOopsed)
            return report;                                          // nothing can be checked after an oops
        try
        {
            machine.Close();
            return report;
        }
        catch (Exception exception) when (exception is NativeLeakException or KernelOopsException)
        {
            Mismatch mismatch = new(report.Records, "", "when the machine was switched off: " + exception.Message);
            return report with { MismatchCount = report.MismatchCount + 1, Mismatches = [.. report.Mismatches, mismatch] };
        }
    }

    /// <summary>Plays all records, or those up to <see cref="ReplayOptions.StopAt"/>, and describes what happened.</summary>
    private ReplayReport Play(IProgress<double>? progress, CancellationToken cancellation)
    {
        // Both at once: a file that cannot be written is reported before the work, not after it.
        using PinnedPagesFile? pins = _options.PinsPath is string pinsPath
            ? new PinnedPagesFile(pinsPath, _options.ReplacesFiles, _machine.Memory.PageCount)
            : null;
        using HptDumpWriter? dump = _options.DumpPath is string dumpPath
            ? HptDumpWriter.Create(dumpPath, _machine.Table.Order, _options.ReplacesFiles)
            : null;
        try
        {
            _recordTime.Start();
            while (_record.Number != _options.StopAt && _reader.Read(_record))
            {
                PlayRecord();
                NotePins(pins);
                if (_record.Number % RecordsBetweenLooks == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (_reader.Progress is double part)
                        progress?.Report(part);
                }
            }
            _recordTime.Stop();
            if (_reader.IsAtEnd)
                Timed(() => _tables.CheckEnd(_record, _options.FinalTable ?? _reader.ReadFinalTable()));
        }
        catch (KernelOopsException exception)
        {
            _hasOopsed = true;
            _tally.Mismatch(_record, $"{exception.Message}; the replay ends here");
        }
        pins?.End(_tally.Calls);
        if (dump is not null)
            _machine.Dump(dump);
        CheckInvalidations();
        return Report();
    }

    private void PlayRecord()
    {
        switch (_record.Kind)
        {
            case RecordKind.Allocate:
                break;
            case RecordKind.Resize:
                _tally.Mismatch(_record, "the table was resized, which the original cannot do");
                break;
            case RecordKind.Mark or RecordKind.End:
                _recordTime.Stop();
                _tableTime.Start();
                _tables.CheckMark(_record);
                _tableTime.Stop();
                _recordTime.Start();
                break;
            default:
                _calls.Play(_record);
                if (_map.Count > _peakCount)
                {
                    (_peakCount, _peakRecord) = (_map.Count, _record.Number);
                    _map.Fill.CopyTo(_peakFill, 0);
                }
                break;
        }
    }

    private void NotePins(PinnedPagesFile? pins)
    {
        if (pins is null || _machine.PageLookups == _lookups)
            return;
        _lookups = _machine.PageLookups;
        pins.Add(_tally.Calls, _machine.Memory.PinnedPages);
    }

    private void Timed(Action work)
    {
        _tableTime.Start();
        work();
        _tableTime.Stop();
    }

    private void CheckInvalidations()
    {
        HostStatistics statistics = _machine.Statistics;
        if (statistics.TlbieCount + statistics.TlbielCount != _tally.Invalidations)
            _tally.Mismatch(
                _record,
                $"{statistics.TlbieCount} tlbie and {statistics.TlbielCount} tlbiel for {_tally.Invalidations} entries removed or changed");
    }

    private ReplayReport Report()
    {
        HostStatistics statistics = _machine.Statistics;
        MemorySlot memory = _machine.Memory;
        Recording recording = _reader.Recording;
        double seconds = _recordTime.Elapsed.TotalSeconds;
        return new ReplayReport
        {
            Recording = recording.Name,
            Comments = recording.Comments,
            Errata = _options.Errata.ToString(),
            PageShift = _options.PageShift,
            MemoryBytes = _machine.MemoryBytes,
            Order = recording.Order,
            Vcpus = _machine.VcpuCount,
            Records = _record.Number,
            IsComplete = _reader.IsAtEnd,
            Hypercalls = _tally.Calls,
            Calls = _tally.CallCounts(),
            Entered = _calls.Entered,
            Pins = new PinCounts(
                memory.PinnedPages, memory.PageCount, _tally.CallsOn(RecordKind.Enter, HypercallPath.VirtualMode), _calls.LastPinRecord),
            Peak = new TableOccupancy(_peakRecord, _peakCount, _machine.Table.EntryCount, _peakFill),
            End = new TableOccupancy(_record.Number, _machine.Table.ValidCount, _machine.Table.EntryCount, _machine.Table.GroupFill()),
            Invalidations = new InvalidationCounts(statistics.TlbieCount, statistics.TlbielCount, _tally.Invalidations),
            Verification = new VerificationCounts(
                _tally.Answers, _tally.Stores, _tables.MarksByFingerprint, _tables.MarksByEntry,
                _tables.FinalTable, _tables.FinalEntriesCompared, _map.RefusedCount, _map.MovedCount),
            Explained = _tally.Explanations(),
            MismatchCount = _tally.MismatchCount,
            Mismatches = _tally.Mismatches,
            FollowingCount = _tally.FollowingCount,
            Cost = new ResourceUse(
                seconds, _tableTime.Elapsed.TotalSeconds, _tally.Calls / Math.Max(seconds, 1e-9),
                _machine.BytesInRealMode, _machine.BytesInVirtualMode,
                (double?)(_machine.BytesInRealMode + _machine.BytesInVirtualMode) / Math.Max(_tally.Calls, 1),
                Environment.WorkingSet, statistics.NativeBytes),
        };
    }
}
