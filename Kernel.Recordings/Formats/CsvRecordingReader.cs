// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;
using Kernel.PageTables;
using Kernel.Recordings.Dumps;
using Kernel.Recordings.Streams;

namespace Kernel.Recordings.Formats;

/// <summary>Reads the CSV form: comments, the heading, then <c>op,vcpu,args,ret,out</c> line by line.</summary>
internal sealed class CsvRecordingReader : RecordingReader
{
    /// <summary>The heading line.</summary>
    public const string Heading = "op,vcpu,args,ret,out";

    /// <summary>The maximum number of bytes of comment at the head.</summary>
    public const int MaxCommentBytes = 1 << 15;

    private readonly TextLines _lines;
    private readonly Stream _file;
    private readonly string? _finalTablePath;
    private bool _lineIsPending;

    public CsvRecordingReader(Stream stream, string fileName, bool isCompressed, string? finalTablePath)
        : base(fileName)
    {
        _file = stream;
        _finalTablePath = finalTablePath;
        _lines = new TextLines(isCompressed ? new CheckedGzipStream(stream, fileName) : stream, fileName, isCompressed);
        List<string> comments = ReadComments();
        Recording = new Recording
        {
            Name = RecordingFormats.StemOf(fileName),
            Comments = comments,
            Order = PeekOrder(),
            MemoryBytes = Recording.FindMemoryBytes(comments),
        };
    }

    public override Recording Recording { get; }

    public override double? Progress => _file.CanSeek && _file.Length != 0 ? (double)_file.Position / _file.Length : null;

    internal override RecordingPosition Position => _lines.PositionAt(0);

    private protected override void ReadCore(TraceRecord record, int order)
    {
        if (!_lineIsPending && !_lines.MoveNext())
            throw AtEnd("a record; the last one is 'X'");
        _lineIsPending = false;
        Parse(record);
        if (!_lines.IsTerminated && record.Kind != RecordKind.End)
            throw AtEnd("the rest of the line, and a last record 'X'");
    }

    private protected override void ReadEnd()
    {
        if (_lines.MoveNext())
            throw new RecordingFormatException(_lines.PositionAt(0), "a line behind the last record", "the end of the file");
    }

    private protected override HptImage? ReadFinalTableCore()
    {
        if (_finalTablePath is null)
            return null;
        using HptDumpReader table = HptDumpReader.Open(_finalTablePath);
        return table.ReadImage(Recording.Order);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _lines.Dispose();
    }

    private List<string> ReadComments()
    {
        List<string> comments = [];
        UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        int bytes = 0;
        while (_lines.MoveNext())
        {
            ReadOnlySpan<byte> line = _lines.Current;
            if (line.Length == 0 || line[0] != '#')
            {
                if (!line.SequenceEqual("op,vcpu,args,ret,out"u8))
                    throw Wrong(0, line, $"a comment, or the heading '{Heading}'");
                return comments;
            }
            bytes += line.Length + 1;
            if (bytes > MaxCommentBytes)
                throw new RecordingFormatException(_lines.PositionAt(0), "more comment", $"at most {MaxCommentBytes} bytes of it");
            try
            {
                comments.Add(strict.GetString(line.Length > 1 && line[1] == ' ' ? line[2..] : line[1..]));
            }
            catch (DecoderFallbackException exception)
            {
                throw new RecordingFormatException(_lines.PositionAt(0), "a comment that is no UTF-8", "UTF-8", exception);
            }
        }
        throw AtEnd($"the heading '{Heading}'");
    }

    private int PeekOrder()
    {
        TraceRecord first = new();
        ReadCore(first, 0);
        if (RecordRules.Check(first, 0) is RecordFault fault)
            throw new RecordingFormatException(_lines.PositionAt(0), fault.Problem, fault.Expected);
        _lineIsPending = true;
        return (int)first.Arguments[0];
    }

    private void Parse(TraceRecord record)
    {
        ReadOnlySpan<byte> line = _lines.Current;
        if (line.Length < 2 || line[1] != ',' || !RecordKinds.TryParse((char)line[0], out RecordKind kind))
            throw Wrong(0, line, "a record: one of the letters ERPDBVCFWcrZYMX and a comma");
        record.Clear(kind);

        int column = 2;
        ReadOnlySpan<byte> vcpu = NextField(line, ref column, "virtual processor", out int vcpuColumn);
        ReadOnlySpan<byte> arguments = NextField(line, ref column, "arguments", out int argumentsColumn);
        ReadOnlySpan<byte> result = NextField(line, ref column, "result", out int resultColumn);
        ReadOnlySpan<byte> outputs = line[column..];

        if (vcpu.Length != 0)
            record.Vcpu = (int)ParseDecimal(vcpu, vcpuColumn, TraceRecord.MaxVcpu, "the virtual processor");
        if (kind >= RecordKind.Allocate)
        {
            record.ArgumentCount = 1;
            record.Arguments[0] = ParseDecimal(arguments, argumentsColumn, int.MaxValue, "the argument");
        }
        else
        {
            record.ArgumentCount = ParseWords(arguments, argumentsColumn, record, isOutput: false);
        }
        if (result.Length != 0)
        {
            record.HasResult = true;
            record.Result = ParseSigned(result, resultColumn);
        }
        if (kind.HasFingerprint() && outputs.Length != 16)
            throw Wrong(column, outputs, "a fingerprint of 16 hexadecimal digits");
        record.OutputCount = ParseWords(outputs, column, record, isOutput: true);
    }

    private ReadOnlySpan<byte> NextField(ReadOnlySpan<byte> line, ref int column, string what, out int start)
    {
        start = column;
        int comma = line[column..].IndexOf((byte)',');
        if (comma < 0)
            throw Wrong(column, line[column..], $"the field '{what}' and a comma");
        column += comma + 1;
        return line.Slice(start, comma);
    }

    /// <summary>Reads words separated by one blank into the arguments or outputs.</summary>
    /// <returns>How many there are.</returns>
    private int ParseWords(ReadOnlySpan<byte> text, int column, TraceRecord record, bool isOutput)
    {
        if (text.IsEmpty)
            return 0;
        int count = 0;
        int start = 0;
        while (true)
        {
            ulong word = 0;
            int digits = 0;
            while (start + digits < text.Length && HexValue(text[start + digits]) is int value and >= 0)
            {
                word = (word << 4) | (uint)value;
                digits++;
            }
            int end = start + digits;
            if (digits is 0 or > 16 || (end < text.Length && text[end] != ' '))
                throw Wrong(column + start, text[start..], "words of 1 to 16 hexadecimal digits, one blank between them");
            if (count == TraceRecord.MaxWords)
                throw Wrong(column + start, text[start..], $"at most {TraceRecord.MaxWords} words");
            if (isOutput)
            {
                record.OutputCount = count + 1;
                record.Outputs[count] = word;
            }
            else
            {
                record.ArgumentCount = count + 1;
                record.Arguments[count] = word;
            }
            count++;
            if (end == text.Length)
                return count;
            start = end + 1;
        }
    }

    private ulong ParseDecimal(ReadOnlySpan<byte> text, int column, int max, string what)
    {
        ulong value = 0;
        foreach (byte digit in text)
        {
            if (!char.IsAsciiDigit((char)digit) || (value = (value * 10) + digit - '0') > (ulong)max)
                throw Wrong(column, text, $"{what}, a decimal number up to {max.ToString(CultureInfo.InvariantCulture)}");
        }
        return text.IsEmpty ? throw Wrong(column, text, $"{what}, a decimal number") : value;
    }

    private long ParseSigned(ReadOnlySpan<byte> text, int column)
    {
        bool isNegative = text[0] == '-';
        long value = (long)ParseDecimal(isNegative ? text[1..] : text, column, int.MaxValue, "the result");
        return isNegative ? -value : value;
    }

    private static int HexValue(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };

    private RecordingFormatException AtEnd(string expected)
    {
        RecordingPosition position = _lines.PositionAt(0) with
        {
            Offset = _lines.EndOffset,
            Line = _lines.Number + (_lines.IsTerminated ? 1 : 0),
        };
        return new RecordingFormatException(position, "the end of the file", expected);
    }

    private RecordingFormatException Wrong(int column, ReadOnlySpan<byte> text, string expected) => _lines.Wrong(column, text, expected);
}
