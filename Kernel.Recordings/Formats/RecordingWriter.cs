// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;

namespace Kernel.Recordings.Formats;

/// <summary>Writes a recording, record by record, then optionally the table at its end.</summary>
public abstract class RecordingWriter : IDisposable
{
    private int _order;
    private bool _isComplete;

    private protected RecordingWriter(Recording recording)
    {
        foreach (string line in recording.Comments.Append(recording.Name))
        {
            if (line.AsSpan().ContainsAny('\r', '\n'))
                throw new ArgumentException("The name and every comment is one line.", nameof(recording));
        }
        Recording = recording;
    }

    /// <summary>What the recording says about itself.</summary>
    public Recording Recording { get; }

    /// <summary>How many records were written.</summary>
    public long RecordNumber { get; private set; }

    /// <summary>Begins a recording on a stream, which is disposed with the writer.</summary>
    /// <param name="stream">Where to write. For <see cref="RecordingFormat.Compact"/> it must be seekable.</param>
    /// <param name="format">The form.</param>
    /// <param name="recording">The head. Its record count is not used.</param>
    public static RecordingWriter Create(Stream stream, RecordingFormat format, Recording recording)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(recording);
        return format == RecordingFormat.Compact
            ? new CompactRecordingWriter(stream, recording)
            : new CsvRecordingWriter(stream, recording, isCompressed: format == RecordingFormat.CsvGzip);
    }

    /// <summary>Writes the next record.</summary>
    /// <exception cref="ArgumentException">The record is not well-formed, or does not belong there.</exception>
    /// <exception cref="InvalidOperationException">The last record was written already.</exception>
    public void Write(TraceRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (_isComplete)
            throw new InvalidOperationException("The last record was written already.");
        if (RecordRules.Check(record, _order) is RecordFault fault)
            throw new ArgumentException($"Record {RecordNumber + 1} has {fault.Problem}; expected {fault.Expected}.", nameof(record));
        if (record.Kind is RecordKind.Allocate && record.Arguments[0] != (ulong)Recording.Order)
            throw new ArgumentException($"The table has order {record.Arguments[0]}; the head says {Recording.Order}.", nameof(record));
        if (record.Kind is RecordKind.Allocate or RecordKind.Resize)
            _order = (int)record.Arguments[0];
        WriteCore(record);
        RecordNumber++;
        _isComplete = record.Kind == RecordKind.End;
    }

    /// <summary>Finishes the file, after the record <see cref="RecordKind.End"/>.</summary>
    /// <param name="finalTable">The table at the end, for forms that keep it (compact); null for none.</param>
    /// <exception cref="InvalidOperationException">The last record is missing.</exception>
    public void Complete(HptImage? finalTable)
    {
        if (!_isComplete)
            throw new InvalidOperationException("A recording ends with a record 'X'.");
        if (finalTable is not null && finalTable.Order != Recording.Order)
            throw new ArgumentException($"The table has order {finalTable.Order}; the recording, {Recording.Order}.", nameof(finalTable));
        CompleteCore(finalTable);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    private protected abstract void WriteCore(TraceRecord record);

    private protected abstract void CompleteCore(HptImage? finalTable);

    /// <summary>Closes the stream.</summary>
    protected abstract void Dispose(bool disposing);
}
