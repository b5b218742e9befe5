// SPDX-License-Identifier: GPL-2.0-only
using System.IO.Compression;
using System.Text;
using Kernel.PageTables;
using Kernel.Recordings;
using Kernel.Recordings.Formats;

namespace Kernel.Tests.Recordings;

/// <summary>A recording of a few lines with every kind of record, in all forms.</summary>
internal static class TinyRecording
{
    public const string Name = "tiny.csv";

    public const string Head =
        """
        # tiny: a recording made for tests
        #
        # HPT order 18 (256 KiB, 2048 groups of 8), RAM 0..0x3ffffff
        op,vcpu,args,ret,out

        """;

    public const string Records =
        """
        Z,,18,,
        V,0,200000000000 0 2881000,0,
        E,0,0 10 400ea1b217000015 190,0,10
        E,1,0 10 400ea1b217000115 1000190,0,11
        E,1,8000000000 ffffffffffffffff 400ea1b217000115 1000190,-4,
        E,0,0 10 c00ea1b217000175 f000000001000fff,-6,
        P,0,80000103 11 400ea1b217000100,0,
        c,0,11 83,,
        r,0,11 1,,
        P,0,80000103 12 400ea1b217000100,-7,
        D,0,2000000000 11,0,400ea1b217000015 190 400ea1b217000115 1000183 0 0 0 0
        D,0,0 10,0,400ea1b217000015 190
        C,0,,0,
        F,1,ffffffffffffffff 7,,
        W,0,1,0,
        M,0,1,,0123456789abcdef
        R,0,80000000 10 400ea1b217000000,0,400ea1b217000015 190
        R,0,80000000 10 400ea1b217000000,-7,
        R,0,0 11 0,0,400ea1b217000115 deadbeef
        B,0,4200000000000010 400ea1b217000000 4200000000000011 400ea1b217000100 c000000000000000,0,9200000000000010 8e00000000000011
        B,1,4000000000000010 0 4200000000000011 1 4100000000000012 2 4300000000000013 3,-4,8000000000000010 9200000000000099 9100000000000012 a300000000000013
        B,0,4200000000000010 5 c0000000000000aa,0,9200000000000010
        X,,18,,fedcba9876543210

        """;

    public static byte[] Csv => Encoding.UTF8.GetBytes(Head + Records);

    public static byte[] CsvGzip
    {
        get
        {
            using MemoryStream file = new();
            using (GZipStream gzip = new(file, CompressionLevel.Optimal))
                gzip.Write(Csv);
            return file.ToArray();
        }
    }

    public static byte[] Compact => ConvertedTo(RecordingFormat.Compact, Csv, Table());

    /// <summary>A table with a few entries, some of them at its ends.</summary>
    public static HptImage Table()
    {
        HptImage table = new(18);
        table[0] = new HptEntry(1, 2);
        table[17] = new HptEntry(0, ulong.MaxValue);
        table[table.EntryCount - 1] = new HptEntry(ulong.MaxValue, 0);
        return table;
    }

    public static byte[] BytesOf(RecordingFormat format) => format switch
    {
        RecordingFormat.Csv => Csv,
        RecordingFormat.CsvGzip => CsvGzip,
        _ => Compact,
    };

    public static RecordingReader Open(byte[] bytes, RecordingFormat format) => RecordingReader.Open(new MemoryStream(bytes), Name, format);

    /// <summary>Reads everything there is to read.</summary>
    /// <returns>The records as lines.</returns>
    public static List<string> ReadAll(byte[] bytes, RecordingFormat format)
    {
        using RecordingReader reader = Open(bytes, format);
        List<string> lines = [];
        TraceRecord record = new();
        while (reader.Read(record))
            lines.Add(record.ToString());
        reader.ReadFinalTable();
        return lines;
    }

    public static byte[] ConvertedTo(RecordingFormat format, byte[] csv, HptImage? finalTable = null)
    {
        using RecordingReader reader = Open(csv, RecordingFormat.Csv);
        MemoryStream file = new();
        using (RecordingWriter writer = RecordingWriter.Create(file, format, reader.Recording))
        {
            TraceRecord record = new();
            while (reader.Read(record))
                writer.Write(record);
            writer.Complete(finalTable);
        }
        return file.ToArray();
    }
}
