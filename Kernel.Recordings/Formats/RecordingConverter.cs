// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Formats;

/// <summary>Copies a recording from one form to another. Nothing is lost, except that CSV has no place for the final table.</summary>
public static class RecordingConverter
{
    /// <summary>Copies every record.</summary>
    /// <param name="reader">A reader from which nothing has been read yet.</param>
    /// <param name="output">The new file's bytes. For the compact form it must be seekable.</param>
    /// <param name="format">The new form.</param>
    /// <param name="progress">Receives the number of records copied, now and then.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>How many records there were.</returns>
    /// <exception cref="RecordingFormatException">The input is damaged.</exception>
    /// <exception cref="OperationCanceledException">The work was ended early.</exception>
    public static long Convert(
        RecordingReader reader, Stream output, RecordingFormat format, IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        using RecordingWriter writer = RecordingWriter.Create(output, format, reader.Recording);
        TraceRecord record = new();
        while (reader.Read(record))
        {
            writer.Write(record);
            if (record.Number % 4096 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(record.Number);
            }
        }
        writer.Complete(reader.ReadFinalTable());
        return writer.RecordNumber;
    }
}
