// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using Kernel.Tests.Support;

namespace Kernel.Tests.Layout;

/// <summary>One page of the layout contract.</summary>
public sealed record LayoutPage
{
    private static readonly string[] BlockHead = ["property", "value"];
    private static readonly string[] FieldHead = ["offset", "size", "type", "field", "meaning", "source"];
    private static readonly string[] ConstantHead = ["constant", "value", "meaning", "source"];

    private LayoutPage(string name, IReadOnlyDictionary<string, string> block)
    {
        Name = name;
        CSharpType = block["C#"].Trim('`');
        Size = Number(block["size"]);
        Alignment = Number(block["alignment"]);
    }

    /// <summary>The page's file name, without its ending.</summary>
    public string Name { get; }

    /// <summary>The full name of the C# type, or <c>none</c>.</summary>
    public string CSharpType { get; }

    /// <summary>Bytes.</summary>
    public ulong Size { get; }

    /// <summary>Bytes.</summary>
    public ulong Alignment { get; }

    /// <summary>By ascending offset.</summary>
    public required IReadOnlyList<LayoutField> Fields { get; init; }

    /// <summary>Names and values.</summary>
    public required IReadOnlyList<(string Name, ulong Value)> Constants { get; init; }

    internal static string Folder => Path.Combine(SourceTree.Root.FullName, "native-layout");

    /// <summary>All pages.</summary>
    internal static IReadOnlyList<LayoutPage> All { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.md").Where(path => Path.GetFileName(path) != "README.md").Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>The page of that name.</summary>
    internal static LayoutPage Named(string name) => All.Single(page => page.Name == name);

    /// <summary>The field of that name.</summary>
    internal LayoutField Field(string name) => Fields.Single(field => field.Name == name);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static LayoutPage Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        Dictionary<string, string> block = Table(path, lines, "## Block", BlockHead).ToDictionary(row => row[0], row => row[1]);
        return new LayoutPage(Path.GetFileNameWithoutExtension(path), block)
        {
            Fields = [.. Table(path, lines, "## Fields", FieldHead).Select(row => new LayoutField(Number(row[0]), Number(row[1]), row[2], row[3], row[4], row[5]))],
            Constants = lines.Contains("## Constants")
                ? [.. Table(path, lines, "## Constants", ConstantHead).Select(row => (row[0], Number(row[1])))]
                : [],
        };
    }

    private static List<string[]> Table(string path, string[] lines, string heading, string[] head)
    {
        int start = Array.IndexOf(lines, heading);
        if (start < 0 || start + 3 >= lines.Length || !Cells(lines[start + 2]).SequenceEqual(head))
            throw new FormatException($"{path} has no section '{heading}' with a table of {string.Join(", ", head)}.");
        return [.. lines.Skip(start + 4).TakeWhile(line => line.StartsWith('|')).Select(Cells).Select(cells => cells.Length == head.Length
            ? cells
            : throw new FormatException($"{path}: '{string.Join(" | ", cells)}' has {cells.Length} columns instead of {head.Length}."))];
    }

    private static string[] Cells(string line) => [.. line.Trim('|').Split('|').Select(cell => cell.Trim())];

    private static ulong Number(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? ulong.Parse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
        : ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
