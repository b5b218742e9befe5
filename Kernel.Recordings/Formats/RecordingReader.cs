// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Files;
using Kernel.PageTables;

namespace Kernel.Recordings.Formats;

/// <summary>
/// Reads a recording from its first record to its last. Every record that it returns is well-formed; anything else ends the reading
/// with a <see cref="RecordingFormatException"/>. Reading a record allocates nothing.
/// </summary>
public abstract class RecordingReader : IDisposable
{
    private int _order;

    private protected RecordingReader(string fileName) => FileName = fileName;

    /// <summary>The file's name, as given.</summary>
    public string FileName { get; }

    /// <summary>What the recording says about itself.</summary>
    public abstract Recording Recording { get; }

    /// <summary>How many records have been read.</summary>
    public long RecordNumber { get; private set; }

    /// <summary>Whether the last record has been read.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>How much of the file has been read, 0 to 1; null where that is not known.</summary>
    public abstract double? Progress { get; }

    /// <summary>
    /// Opens a file; the ending of its name says which form it has. For <c>NAME.csv</c> and <c>NAME.csv.gz</c>, the final table is looked
    /// for in <c>NAME.hpt.gz</c> and <c>NAME.hpt</c> beside it.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileException">The file cannot be read.</exception>
    /// <exception cref="RecordingFormatException">Its head is damaged.</exception>
    public static RecordingReader Open(string path)
    {
        Stream file = InputFile.Open(path);
        try
        {
            return Open(file, path, RecordingFormats.FromName(path), FinalTableFiles.FindBeside(path));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a recording from a stream, which is then disposed with the reader.</summary>
    /// <param name="stream">The bytes, from its current position on.</param>
    /// <param name="fileName">The name for messages; its stem names a CSV recording.</param>
    /// <param name="format">The form.</param>
    /// <param name="finalTablePath">The file that holds the table at the end, for the CSV forms; null for none.</param>
    /// <exception cref="RecordingFormatException">The head is damaged.</exception>
    public static RecordingReader Open(Stream stream, string fileName, RecordingFormat format, string? finalTablePath = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(fileName);
        return format switch
        {
            RecordingFormat.Csv => new CsvRecordingReader(stream, fileName, isCompressed: false, finalTablePath),
            RecordingFormat.CsvGzip => new CsvRecordingReader(stream, fileName, isCompressed: true, finalTablePath),
            _ => new CompactRecordingReader(stream, fileName),
        };
    }

    /// <summary>Reads the next record.</summary>
    /// <param name="record">Is overwritten.</param>
    /// <returns>False after the last record.</returns>
    /// <exception cref="RecordingFormatException">The file is damaged or cut short.</exception>
    public bool Read(TraceRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (IsAtEnd)
            return false;
        ReadCore(record, _order);
        if (RecordRules.Check(record, _order) is RecordFault fault)
            throw new RecordingFormatException(Position, fault.Problem, fault.Expected);
        if (record.Kind is RecordKind.Allocate or RecordKind.Resize)
            _order = (int)record.Arguments[0];
        record.Number = ++RecordNumber;
        if (record.Kind == RecordKind.End)
        {
            ReadEnd();
            IsAtEnd = true;
        }
        return true;
    }

    /// <summary>The table as it was at power-off, if the recording comes with it. Call it after the last record.</summary>
    /// <exception cref="InvalidOperationException">Not every record has been read.</exception>
    /// <exception cref="RecordingFormatException">The table is damaged.</exception>
    public HptImage? ReadFinalTable()
    {
        if (!IsAtEnd)
            throw new InvalidOperationException("The final table comes after the last record.");
        return ReadFinalTableCore();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Where the record read last begins.</summary>
    internal abstract RecordingPosition Position { get; }

    /// <summary>Fills the next record, or throws; the caller checks what must hold for both forms.</summary>
    private protected abstract void ReadCore(TraceRecord record, int order);

    /// <summary>Reads, after the last record, what is left of the file, and throws if anything is wrong with it.</summary>
    private protected abstract void ReadEnd();

    private protected abstract HptImage? ReadFinalTableCore();

    /// <summary>Releases the file.</summary>
    protected abstract void Dispose(bool disposing);
}
