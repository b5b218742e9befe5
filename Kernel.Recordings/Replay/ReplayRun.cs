// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using Kernel.Host.Diagnostics;
using Kernel.PageTables;
using Kernel.Recordings.Formats;
using Kernel.VirtualMachines;

namespace Kernel.Recordings.Replay;

/// <summary>One replay: the loop over the records, and the figures at its end.</summary>
internal sealed class ReplayRun
{
    private const int RecordsBetweenLooks = 1 << 14;

    private readonly RecordingReader _reader;
    private readonly ReplayOptions _options;
    private readonly ReplayMachine _machine;
    private readonly ReplaySlotMap _map;
    private readonly ReplayTally _tally;
    private readonly ReplayCalls _calls;
    private readonly ReplayTables _tables;
    private readonly TraceRecord _record = new();
    private readonly Stopwatch _recordTime = new();
    private readonly Stopwatch _tableTime = new();
    private readonly int[] _peakFill = new int[HptGeometry.GroupSize + 1];
    private long _lookups;
    private int _peakCount;
    private long _peakRecord;

    public ReplayRun(RecordingReader reader, ReplayOptions options, ReplayMachine machine)
    {
        _reader = reader;
        _options = options;
        _machine = machine;
        _map = new ReplaySlotMap(machine.Table.EntryCount);
        _map.Fill.CopyTo(_peakFill, 0);
        _tally = new ReplayTally(options.MaxMismatches);
        ReplayRecordedTable recorded = new(machine.Table.Order);
        _calls = new ReplayCalls(machine, _map, recorded, _tally, options.Errata);
        _tables = new ReplayTables(machine, _map, recorded, _tally);
    }

    /// <summary>Plays all records, or those up to the one where to stop, and describes what happened.</summary>
    public ReplayReport Play(IProgress<double>? progress, CancellationToken cancellation)
    {
        using ReplayPinsFile? pins = _options.PinsPath is string path ? new ReplayPinsFile(path, _machine.Memory.PageCount) : null;
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
            _tally.Mismatch(_record, $"{exception.Message}; the replay ends here");
        }
        pins?.End(_tally.Calls);
        if (_options.DumpPath is string dump)
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

    private void NotePins(ReplayPinsFile? pins)
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
            _tally.Mismatch(_record, $"{statistics.TlbieCount} tlbie and {statistics.TlbielCount} tlbiel for {_tally.Invalidations} entries removed or changed");
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
            Pins = new ReplayPins(memory.PinnedPages, memory.PageCount, _tally.CallsOn(RecordKind.Enter, HypercallPath.VirtualMode), _calls.LastPinRecord),
            Peak = new ReplayOccupancy(_peakRecord, _peakCount, _machine.Table.EntryCount, _peakFill),
            End = new ReplayOccupancy(_record.Number, _machine.Table.ValidCount, _machine.Table.EntryCount, _machine.Table.GroupFill()),
            Invalidations = new ReplayInvalidations(statistics.TlbieCount, statistics.TlbielCount, _tally.Invalidations),
            Verification = new ReplayVerification(
                _tally.Answers, _tally.Stores, _tables.MarksByFingerprint, _tables.MarksByEntry,
                _tables.FinalTable, _tables.FinalEntriesCompared, _map.RefusedCount, _map.MovedCount),
            Explained = _tally.Explanations(),
            MismatchCount = _tally.MismatchCount,
            Mismatches = _tally.Mismatches,
            FollowingCount = _tally.FollowingCount,
            Cost = new ReplayCost(
                seconds, _tableTime.Elapsed.TotalSeconds, _tally.Calls / Math.Max(seconds, 1e-9),
                _machine.BytesInRealMode, _machine.BytesInVirtualMode,
                (double?)(_machine.BytesInRealMode + _machine.BytesInVirtualMode) / Math.Max(_tally.Calls, 1),
                Environment.WorkingSet, statistics.NativeBytes),
        };
    }
}
