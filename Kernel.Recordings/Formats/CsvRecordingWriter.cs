// SPDX-License-Identifier: GPL-2.0-only
using System.IO.Compression;
using System.Text;
using Kernel.PageTables;

namespace Kernel.Recordings.Formats;

/// <summary>Writes the CSV form.</summary>
internal sealed class CsvRecordingWriter : RecordingWriter
{
    private readonly StreamWriter _text;

    public CsvRecordingWriter(Stream stream, Recording recording, bool isCompressed)
        : base(recording)
    {
        Stream target = isCompressed ? new GZipStream(stream, CompressionLevel.Optimal) : stream;
        _text = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16) { NewLine = "\n" };
        foreach (string comment in recording.Comments)
            _text.WriteLine(comment.Length == 0 ? "#" : "# " + comment);
        _text.WriteLine(CsvRecordingReader.Heading);
    }

    private protected override void WriteCore(TraceRecord record) => _text.WriteLine(record.ToString());

    private protected override void CompleteCore(HptImage? finalTable) => _text.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _text.Dispose();
    }
}
