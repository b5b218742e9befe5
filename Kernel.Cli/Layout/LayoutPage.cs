// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kernel.Cli.Layout;

/// <summary>One page of the layout contract in <c>native-layout</c>.</summary>
public sealed record LayoutPage
{
    private static readonly string[] BlockHead = ["property", "value"];
    private static readonly string[] FieldHead = ["offset", "size", "type", "field", "meaning", "source"];
    private static readonly string[] ConstantHead = ["constant", "value", "meaning", "source"];

    private LayoutPage(string name, string title, IReadOnlyDictionary<string, string> block)
    {
        Name = name;
        Title = title;
        CType = block["C"].Trim('`');
        CSharpType = block["C#"].Trim('`');
        Size = Number(block["size"]);
        Alignment = Number(block["alignment"]);
    }

    /// <summary>The file name of the page without its extension; also the name of the struct in the headers.</summary>
    public string Name { get; }

    /// <summary>The heading of the page.</summary>
    public string Title { get; }

    /// <summary>The type in the original.</summary>
    public string CType { get; }

    /// <summary>The full name of the C# type, or <c>none</c>.</summary>
    public string CSharpType { get; }

    /// <summary>Size in bytes.</summary>
    public ulong Size { get; }

    /// <summary>Alignment in bytes.</summary>
    public ulong Alignment { get; }

    /// <summary>The fields, by ascending offset.</summary>
    public required IReadOnlyList<LayoutField> Fields { get; init; }

    /// <summary>The constants, in the order of the page.</summary>
    public required IReadOnlyList<LayoutConstant> Constants { get; init; }

    /// <summary>The field of that name.</summary>
    public LayoutField Field(string name) => Fields.Single(field => field.Name == name);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Reads a page.</summary>
    /// <param name="name">The file name without the extension.</param>
    /// <param name="text">The Markdown text.</param>
    /// <exception cref="FormatException">A table is missing or has other columns.</exception>
    public static LayoutPage Read(string name, string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        Dictionary<string, string> block = Table(name, lines, "## Block", BlockHead).ToDictionary(row => row[0], row => row[1]);
        return new LayoutPage(name, lines[0].TrimStart('#', ' '), block)
        {
            Fields =
            [
                .. Table(name, lines, "## Fields", FieldHead)
                    .Select(row => new LayoutField(Number(row[0]), Number(row[1]), row[2], row[3], row[4], row[5])),
            ],
            Constants = lines.Contains("## Constants")
                ?
                [
                    .. Table(name, lines, "## Constants", ConstantHead)
                        .Select(row => new LayoutConstant(row[0], Number(row[1]), row[1], row[2], row[3])),
                ]
                : [],
        };
    }

    private static List<string[]> Table(string name, string[] lines, string heading, string[] head)
    {
        int start = Array.IndexOf(lines, heading);
        if (start < 0 || start + 3 >= lines.Length || !Cells(lines[start + 2]).SequenceEqual(head))
            throw new FormatException($"{name}.md has no section '{heading}' with a table of {string.Join(", ", head)}.");
        return [.. lines.Skip(start + 4).TakeWhile(line => line.StartsWith('|')).Select(Cells).Select(cells => cells.Length == head.Length
            ? cells
            : throw new FormatException($"{name}.md: '{string.Join(" | ", cells)}' has {cells.Length} columns instead of {head.Length}."))];
    }

    private static string[] Cells(string line) => [.. line.Trim('|').Split('|').Select(cell => cell.Trim())];

    private static ulong Number(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? ulong.Parse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
        : ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
