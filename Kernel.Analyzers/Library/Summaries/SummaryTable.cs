// SPDX-License-Identifier: MIT
using System.IO.Compression;
using System.Text;

namespace Kernel.Analyzers.Library.Summaries;

/// <summary>
/// The summaries of a set of assemblies. A file consists of a header and, deflated, the strings, the hashes of the methods' documentation
/// ids in ascending order, the flags of each method, and the details of the methods that have any.
/// </summary>
internal sealed class SummaryTable
{
    private const string Magic = "kernel-summaries 1\n";
    private const int HashBits = 40;

    private readonly ulong[] _hashes;
    private readonly byte[] _flags;
    private readonly Dictionary<int, LibrarySummary> _details;

    private SummaryTable(string source, ulong[] hashes, byte[] flags, Dictionary<int, LibrarySummary> details)
    {
        Source = source;
        _hashes = hashes;
        _flags = flags;
        _details = details;
    }

    /// <summary>What was summarized: the version, system and architecture of the runtime, or the name of an assembly.</summary>
    public string Source { get; }

    /// <summary>The number of methods.</summary>
    public int Count => _hashes.Length;

    /// <summary>The summary of a method, or null.</summary>
    /// <param name="id">Its documentation id.</param>
    public LibrarySummary? Find(string id)
    {
        int index = Array.BinarySearch(_hashes, HashOf(id));
        if (index < 0)
            return null;
        return _details.TryGetValue(index, out LibrarySummary? details)
            ? details
            : new LibrarySummary((SummaryFlags)_flags[index], null, [], []);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The stream holds no summaries, or ones of another version.</exception>
    public static SummaryTable Read(Stream stream)
    {
        byte[] magic = new byte[Magic.Length];
        for (int read = 0, got; read < magic.Length; read += got)
        {
            if ((got = stream.Read(magic, read, magic.Length - read)) == 0)
                break;
        }

        if (Encoding.ASCII.GetString(magic) != Magic)
            throw new InvalidDataException("No summaries of version 1.");
        using var inflated = new MemoryStream();
        using (var deflate = new DeflateStream(stream, CompressionMode.Decompress))
            deflate.CopyTo(inflated);
        inflated.Position = 0;
        using var reader = new BinaryReader(inflated, Encoding.UTF8);
        string source = reader.ReadString();
        string[] strings = new string[ReadNumber(reader)];
        for (int i = 0; i < strings.Length; i++)
            strings[i] = reader.ReadString();

        ulong[] hashes = new ulong[ReadNumber(reader)];
        ulong hash = 0;
        for (int i = 0; i < hashes.Length; i++)
            hashes[i] = hash += ReadNumber(reader);
        byte[] flags = reader.ReadBytes(hashes.Length);
        var details = new Dictionary<int, LibrarySummary>();
        for (int i = 0; i < flags.Length; i++)
        {
            if ((flags[i] & (byte)SummaryFlags.HasDetails) != 0)
                details.Add(i, ReadDetails(reader, (SummaryFlags)flags[i] & ~SummaryFlags.HasDetails, strings));
        }

        return new SummaryTable(source, hashes, flags, details);
    }

    /// <summary>Formats the file as text, which compilers can pass to analyzers.</summary>
    public static string Format(string source, IEnumerable<KeyValuePair<string, LibrarySummary>> summaries)
    {
        using var stream = new MemoryStream();
        Write(stream, source, summaries);
        return Convert.ToBase64String(stream.ToArray(), Base64FormattingOptions.InsertLineBreaks);
    }

    /// <summary>Reads a text file; null if it holds no summaries, or ones of another version.</summary>
    public static SummaryTable? Parse(string? text)
    {
        try
        {
            using var stream = new MemoryStream(Convert.FromBase64String(text ?? ""));
            return Read(stream);
        }
        catch (Exception e) when (e is FormatException or IOException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Writes a file.</summary>
    /// <exception cref="InvalidOperationException">Two ids have the same hash.</exception>
    public static void Write(Stream stream, string source, IEnumerable<KeyValuePair<string, LibrarySummary>> summaries)
    {
        var ordered = summaries
            .Select(pair => (Hash: HashOf(pair.Key), Id: pair.Key, Summary: pair.Value))
            .OrderBy(entry => entry.Hash)
            .ToList();
        for (int i = 1; i < ordered.Count; i++)
        {
            if (ordered[i].Hash == ordered[i - 1].Hash)
                throw new InvalidOperationException($"{ordered[i].Id} and {ordered[i - 1].Id} have the same hash.");
        }

        var strings = ordered
            .SelectMany(entry => StringsOf(entry.Summary))
            .Distinct()
            .OrderBy(text => text, StringComparer.Ordinal)
            .ToList();
        Dictionary<string, int> numbers = strings
            .Select((text, number) => (text, number))
            .ToDictionary(entry => entry.text, entry => entry.number);
        byte[] head = Encoding.ASCII.GetBytes(Magic);
        stream.Write(head, 0, head.Length);
        using var deflate = new DeflateStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        using var writer = new BinaryWriter(deflate, Encoding.UTF8);
        writer.Write(source);
        WriteNumber(writer, (ulong)strings.Count);
        strings.ForEach(writer.Write);
        WriteNumber(writer, (ulong)ordered.Count);
        ulong previous = 0;
        foreach (var entry in ordered)
        {
            WriteNumber(writer, entry.Hash - previous);
            previous = entry.Hash;
        }

        foreach (var entry in ordered)
            writer.Write((byte)(entry.Summary.Flags | (HasDetails(entry.Summary) ? SummaryFlags.HasDetails : SummaryFlags.None)));
        foreach (var entry in ordered.Where(entry => HasDetails(entry.Summary)))
            WriteDetails(writer, entry.Summary, numbers);
    }

    private static bool HasDetails(LibrarySummary summary) =>
        summary.Witness is not null || summary.Conditions.Count > 0 || summary.InvokedParameters.Count > 0;

    private static IEnumerable<string> StringsOf(LibrarySummary summary) =>
        summary.Conditions.Select(condition => condition.Member).Append(summary.Witness).Where(text => text is not null)!;

    private static LibrarySummary ReadDetails(BinaryReader reader, SummaryFlags flags, string[] strings)
    {
        string? witness = ReadText(reader, strings);
        var conditions = new SummaryCondition[ReadNumber(reader)];
        for (int i = 0; i < conditions.Length; i++)
        {
            ulong variable = ReadNumber(reader);
            conditions[i] = new SummaryCondition((variable & 1) != 0, (int)(variable >> 1), ReadText(reader, strings));
        }

        int[] parameters = new int[ReadNumber(reader)];
        for (int i = 0; i < parameters.Length; i++)
            parameters[i] = (int)ReadNumber(reader);
        return new LibrarySummary(flags, witness, conditions, parameters);
    }

    private static void WriteDetails(BinaryWriter writer, LibrarySummary summary, Dictionary<string, int> numbers)
    {
        WriteNumber(writer, NumberOf(summary.Witness, numbers));
        WriteNumber(writer, (ulong)summary.Conditions.Count);
        foreach (SummaryCondition condition in summary.Conditions)
        {
            WriteNumber(writer, ((ulong)condition.Variable << 1) | (condition.IsMethodVariable ? 1ul : 0));
            WriteNumber(writer, NumberOf(condition.Member, numbers));
        }

        WriteNumber(writer, (ulong)summary.InvokedParameters.Count);
        foreach (int parameter in summary.InvokedParameters)
            WriteNumber(writer, (ulong)parameter);
    }

    // 0 means no text.
    private static ulong NumberOf(string? text, Dictionary<string, int> numbers) => text is null ? 0 : (ulong)numbers[text] + 1;

    private static string? ReadText(BinaryReader reader, string[] strings) =>
        ReadNumber(reader) is > 0 and var number ? strings[number - 1] : null;

    private static ulong ReadNumber(BinaryReader reader)
    {
        ulong number = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = reader.ReadByte();
            number |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return number;
        }
    }

    private static void WriteNumber(BinaryWriter writer, ulong number)
    {
        for (; number >= 0x80; number >>= 7)
            writer.Write((byte)(number | 0x80));
        writer.Write((byte)number);
    }

    // FNV-1a.
    private static ulong HashOf(string id)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in id)
            hash = (hash ^ c) * 1099511628211;
        return (hash ^ (hash >> HashBits)) & ((1ul << HashBits) - 1);
    }
}
