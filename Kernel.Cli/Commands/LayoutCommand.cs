// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.Globalization;
using Kernel.Cli.Layout;
using Kernel.Cli.Output;
using Kernel.Files;
using Spectre.Console;

namespace Kernel.Cli.Commands;

/// <summary><c>kvmhv layout</c>: prints the memory layouts that hardware, guest and user space see.</summary>
internal static class LayoutCommand
{
    private const string Text = "text";
    private const string C = "c";

    private const string Examples =
        """
          kvmhv layout                                      list the blocks
          kvmhv layout hpt                                  print the fields, constants and sources of one block
          kvmhv layout lppaca --format c                    print a C header with static assertions
          kvmhv layout --format c --out native-layout/include --force
        """;

    /// <summary>Creates the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Argument<string?> block = new("BLOCK")
        {
            Description = "The block to print; without it, the blocks are listed",
            Arity = ArgumentArity.ZeroOrOne,
        };
        block.CompletionSources.Add(_ => LayoutContract.Pages.Select(page => page.Name));      // read only if asked for
        Option<string?> format = CommonOptions.OneOf("--format", "Print text, or a C11 header with static assertions", Text, C);
        Option<string?> folder = new("--out")
        {
            Description = "With --format c: write the headers to this folder, which must exist",
            HelpName = "DIR",
        };
        Option<bool> force = CommonOptions.Force();
        Option<bool> json = CommonOptions.Json();
        Command command = new("layout", "Prints the memory layouts that hardware, guest and user space see.")
        {
            block, format, folder, force, json,
        };
        command.SetAction(parsed =>
        {
            IReadOnlyList<LayoutPage> pages = parsed.GetValue(block) is { } name ? [Find(name)] : LayoutContract.Pages;
            bool isC = parsed.GetValue(format) == C;
            if (isC && parsed.GetValue(json))
                throw new UsageException("--json and --format c exclude each other.");
            if (parsed.GetValue(folder) is { } target)
            {
                return isC
                    ? WriteHeaders(terminal, target, parsed.GetValue(block), parsed.GetValue(force))
                    : throw new UsageException($"--out {target}: only headers are written to a folder; expected --format c too.");
            }
            if (isC)
                PrintHeaders(terminal, parsed.GetValue(block));
            else if (parsed.GetValue(json))
                JsonOutput.Write(terminal.Out, pages.Select(Describe));
            else if (pages.Count == 1 && parsed.GetValue(block) is not null)
                Print(terminal, pages[0]);
            else
                List(terminal, pages);
            return ExitCodes.Done;
        });
        return command.WithExamples(Examples);
    }

    private static LayoutPage Find(string name)
    {
        if (LayoutContract.Find(name) is { } page)
            return page;
        throw new UsageException($"{name}: no such block; expected {string.Join(", ", LayoutContract.Pages.Select(known => known.Name))}.");
    }

    private static IEnumerable<KeyValuePair<string, string>> Headers(string? block) =>
        CHeaders.Of(LayoutContract.Pages).Where(header => block is null || header.Key == block + ".h");

    private static void PrintHeaders(Terminal terminal, string? block)
    {
        foreach ((_, string text) in Headers(block))
            terminal.Out.Write(text);
    }

    private static int WriteHeaders(Terminal terminal, string folder, string? block, bool force)
    {
        if (!Directory.Exists(folder))
            throw new UsageException($"--out {folder}: no such folder.");
        List<KeyValuePair<string, string>> headers = [.. Headers(block)];
        headers.ForEach(header => OutputFile.CheckFree(Path.Combine(folder, header.Key), force));
        foreach ((string name, string text) in headers)
        {
            OutputFile.WriteText(Path.Combine(folder, name), text, force);
            terminal.Out.WriteLine(Path.Combine(folder, name));
        }
        return ExitCodes.Done;
    }

    private static object Describe(LayoutPage page) => new
    {
        page.Name,
        page.Title,
        c = page.CType,
        cSharp = page.CSharpType == "none" ? null : page.CSharpType,
        page.Size,
        page.Alignment,
        fields = page.Fields.Select(field => new { field.Offset, field.Size, field.Type, field.Name, field.Meaning, field.Source }),
        constants = page.Constants.Select(constant => new { constant.Name, constant.Value, constant.Meaning, constant.Source }),
    };

    private static void List(Terminal terminal, IReadOnlyList<LayoutPage> pages)
    {
        Table table = TableOf("block", "size", "alignment", "what it is");
        foreach (LayoutPage page in pages)
            table.AddRow(Markup.Escape(page.Name), Number(page.Size), Number(page.Alignment), Markup.Escape(TitleOf(page)));
        terminal.CreateConsole().Write(table);
    }

    private static void Print(Terminal terminal, LayoutPage page)
    {
        IAnsiConsole console = terminal.CreateConsole();
        terminal.Out.WriteLine(TitleOf(page));
        terminal.Out.WriteLine($"C: {page.CType}   C#: {page.CSharpType}   size {page.Size}, alignment {page.Alignment}");
        Table fields = TableOf("offset", "size", "type", "field", "meaning", "source");
        foreach (LayoutField field in page.Fields)
        {
            string[] words = [field.Type, field.Name, field.Meaning, field.Source];
            fields.AddRow([Number(field.Offset), Number(field.Size), .. words.Select(Markup.Escape)]);
        }
        console.Write(fields);
        if (page.Constants.Count == 0)
            return;
        Table constants = TableOf("constant", "value", "meaning", "source");
        foreach (LayoutConstant constant in page.Constants)
            constants.AddRow([.. new[] { constant.Name, constant.Digits, constant.Meaning, constant.Source }.Select(Markup.Escape)]);
        console.Write(constants);
    }

    private static string TitleOf(LayoutPage page) => page.Title.Replace("`", "", StringComparison.Ordinal);

    private static Table TableOf(params string[] columns) => new Table { Border = TableBorder.Minimal }.AddColumns(columns);

    private static string Number(ulong value) => value.ToString(CultureInfo.InvariantCulture);
}
