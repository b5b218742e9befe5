// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

namespace Kernel.Cli.Layout;

/// <summary>The layout contract as C11 headers: one for each page, with static assertions, and two that cover all pages.</summary>
internal static class CHeaders
{
    /// <summary>The header that includes those of all pages.</summary>
    public const string All = "native_layout.h";

    /// <summary>
    /// The header that names every block, field and constant, for a program that defines <c>BLOCK</c>, <c>FIELD</c> and <c>CONSTANT</c>.
    /// </summary>
    public const string Rows = "rows.h";

    private const string License = "/* SPDX-License-Identifier: GPL-2.0-only */\n";

    /// <summary>All headers, by file name.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyList<LayoutPage> pages)
    {
        SortedDictionary<string, string> headers = new(StringComparer.Ordinal);
        foreach (LayoutPage page in pages)
            headers[page.Name + ".h"] = Of(page, pages);
        headers[All] = Head("the pages of native-layout", "NATIVE_LAYOUT_H")
            + string.Concat(pages.Select(page => $"#include \"{page.Name}.h\"\n")) + "\n#endif\n";
        headers[Rows] = License
            + "/* Made from the pages of native-layout by `kvmhv layout --format c`; change those instead. */\n"
            + string.Concat(pages.Select(RowsOf));
        return headers;
    }

    /// <summary>The header of one page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="pages">All pages, including those of blocks that the page contains.</param>
    public static string Of(LayoutPage page, IReadOnlyList<LayoutPage> pages)
    {
        StringBuilder text = new(Head($"native-layout/{page.Name}.md", $"NATIVE_LAYOUT_{page.Name.ToUpperInvariant()}_H"));
        text.Append("#include <stddef.h>\n#include <stdint.h>\n");
        foreach (string inner in page.Fields.Select(field => field.Inner).OfType<string>().Distinct())
            text.Append(CultureInfo.InvariantCulture, $"#include \"{inner}.h\"\n");
        text.Append('\n');
        foreach (LayoutConstant constant in page.Constants)
            text.Append(CultureInfo.InvariantCulture, $"#define {constant.Name} UINT64_C({constant.Digits})\n");
        if (page.Constants.Count > 0)
            text.Append('\n');

        text.Append(CultureInfo.InvariantCulture, $"struct {page.Name} {{\n");
        ulong end = 0;
        foreach (LayoutField field in page.Fields)
        {
            Gap(text, end, field.Offset);
            string alignment = field == page.Fields[0] && field.Offset == 0 ? $"_Alignas({page.Alignment}) " : "";
            text.Append(CultureInfo.InvariantCulture, $"\t{alignment}{Declaration(field, pages)};\n");
            end = field.Offset + field.Size;
        }
        Gap(text, end, page.Size);
        text.Append("};\n\n");

        Assert(text, $"sizeof(struct {page.Name}) == {page.Size}", $"{page.Name}: size");
        Assert(text, $"_Alignof(struct {page.Name}) == {page.Alignment}", $"{page.Name}: alignment");
        foreach (LayoutField field in page.Fields)
        {
            Assert(text, $"offsetof(struct {page.Name}, {field.Name}) == {field.Offset}", $"{page.Name}.{field.Name}: offset");
            Assert(text, $"sizeof(((struct {page.Name} *)0)->{field.Name}) == {field.Size}", $"{page.Name}.{field.Name}: size");
        }
        return text.Append("\n#endif\n").ToString();
    }

    private static string Head(string source, string guard) =>
        $"{License}/* Made from {source} by `kvmhv layout --format c`; change that instead. */\n#ifndef {guard}\n#define {guard}\n\n";

    private static string RowsOf(LayoutPage page) =>
        $"\nBLOCK({page.Name})\n"
        + string.Concat(page.Fields.Select(field => $"FIELD({page.Name}, {field.Name})\n"))
        + string.Concat(page.Constants.Select(constant => $"CONSTANT({page.Name}, {constant.Name})\n"));

    private static void Gap(StringBuilder text, ulong from, ulong to)
    {
        if (to > from)
            text.Append(CultureInfo.InvariantCulture, $"\tuint8_t unused_at_{from}[{to - from}];\n");
    }

    private static void Assert(StringBuilder text, string condition, string about) =>
        text.Append(CultureInfo.InvariantCulture, $"_Static_assert({condition}, \"{about}\");\n");

    // A word, the block of another page, or an array of either.
    private static string Declaration(LayoutField field, IReadOnlyList<LayoutPage> pages)
    {
        if (field.Inner is { } inner)
        {
            ulong count = field.Size / pages.Single(page => page.Name == inner).Size;
            return $"struct {inner} {field.Name}{(count == 1 ? "" : $"[{count}]")}";
        }
        string[] parts = field.Type.Split('[');
        string array = parts.Length == 1 ? "" : "[" + parts[1];
        return $"uint{parts[0][1..]}_t {field.Name}{array}";
    }
}
