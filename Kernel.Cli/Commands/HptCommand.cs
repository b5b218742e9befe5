// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.Globalization;
using Kernel.Cli.Output;
using Kernel.PageTables;
using Kernel.Recordings.Dumps;

namespace Kernel.Cli.Commands;

/// <summary><c>kvmhv hpt</c>: decodes a table dump.</summary>
internal static class HptCommand
{
    private const string Examples =
        """
          kvmhv hpt htab.txt --valid --page-size 64K        lines of the kernel's debugfs file
          kvmhv hpt table.hpt.gz --vsid d032bf --json       a raw table, 16 bytes an entry, big-endian
        """;

    /// <summary>The order of the tables of the ported hypervisor, and so of most dumps of lines.</summary>
    private const int UsualOrder = 24;

    /// <summary>The kernel writes its debugfs lines in this form on every processor.</summary>
    private static readonly IHptFormat Format = Isa206Format.Instance;

    /// <summary>Describes the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Argument<string> file = new("FILE")
        {
            Description = "A raw table (16 bytes an entry, big-endian) or lines of the kernel's debugfs file; .gz is decompressed",
        };
        file.AcceptFilePaths();
        Option<bool> json = CommonOptions.Json();
        Option<bool> valid = new("--valid") { Description = "Only valid entries" };
        Option<bool> invalid = new("--invalid") { Description = "Only entries that are not valid and not all zero" };
        Option<string?> pageSize = CommonOptions.OneOf("--page-size", "Only entries of pages of this size", "4K", "64K", "16M");
        Option<string?> vsid = new("--vsid") { Description = "Only entries of this virtual segment, hexadecimal", HelpName = "VSID" };
        Option<long?> order = CommonOptions.Number(
            "--order", "log2 of the table's bytes, for lines, which do not tell (default 24)", HptGeometry.MinOrder, HptGeometry.MaxOrder);
        Command command = new("hpt", "Decodes the entries of a hashed page table.") { file, json, valid, invalid, pageSize, vsid, order };
        command.SetAction(parsed =>
        {
            int? pageShift = HptFilter.ParsePageSize(parsed.GetValue(pageSize));
            ulong? segment = ParseVsid(parsed.GetValue(vsid));
            if (parsed.GetValue(valid) && parsed.GetValue(invalid))
                throw new UsageException("--valid and --invalid exclude each other.");
            bool? isValid = parsed.GetValue(valid) ? true : parsed.GetValue(invalid) ? false : null;
            HptFilter filter = new(Format, isValid, pageShift, segment);
            return Run(terminal, parsed.GetValue(file)!, filter, (int?)parsed.GetValue(order), parsed.GetValue(json));
        });
        return command.WithExamples(Examples);
    }

    // Twice over the dump: damage is reported before anything is printed, and the order of a raw table is known only at its end.
    private static int Run(Terminal terminal, string file, HptFilter filter, int? order, bool isJson)
    {
        using HptDumpReader dump = HptDumpReader.Open(file);
        int last = -1;
        using (ProgressLine progress = new(terminal, "reading " + Path.GetFileName(file)))
        {
            foreach (IndexedHptEntry entry in HptFilter.ReadAll(dump, progress))
                last = entry.Index;
        }
        HptCounter counter = new(Format, ChooseOrder(dump, last, order));
        dump.Rewind();
        // On a terminal the entries themselves show how far the work is.
        using (ProgressLine progress = new(
            terminal with { ErrorIsTerminal = terminal.ErrorIsTerminal && !terminal.OutIsTerminal }, "writing entries"))
        {
            if (isJson)
                HptJson.Write(terminal.Out, dump, filter.Select(dump, progress), counter);
            else
                HptPrinter.Print(terminal.Out, dump.Format, filter.Select(dump, progress), counter);
        }
        return ExitCodes.Done;
    }

    private static int ChooseOrder(HptDumpReader dump, int last, int? order)
    {
        if (dump.Order is int own && order is int asked && own != asked)
            throw new UsageException($"--order {asked}: the table has order {own}.");
        int chosen = dump.Order ?? order ?? UsualOrder;
        if (last >= 0 && (ulong)last >= HptGeometry.EntryCount(chosen))
            throw new UsageException(
                $"{dump.FileName}: entry {last:x} lies outside a table of order {chosen}; give another --order.");
        return chosen;
    }

    private static ulong? ParseVsid(string? text)
    {
        if (text is null)
            return null;
        string digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        return ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong vsid)
            ? vsid
            : throw new UsageException($"--vsid {text}: expected up to 16 hexadecimal digits.");
    }
}
