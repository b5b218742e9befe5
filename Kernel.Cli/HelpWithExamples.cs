// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Kernel.Cli;

/// <summary>Prints the help of a command, then its examples.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string> Examples = new()
    {
        [""] =
            """
              kvmhv run late-mapping              run a guest, and watch what happens
              kvmhv replay                        play the recorded boot that comes with the command
              kvmhv replay boot.csv.gz --json     play a recording, print the figures as JSON
              kvmhv hpt table.hpt.gz --valid      decode a table
              kvmhv vectors *.jsonl.gz            check the port against the original C
              kvmhv errata show E01               see a defect of the original, as it was written and corrected
              kvmhv sidebyside --linux ~/linux    lay the C and the port beside each other
            """,
        ["run"] =
            """
              kvmhv run                                         list the examples
              kvmhv run late-mapping                            run one; line by line, what user space, guest and kernel do
              kvmhv run eight-vcpus --quiet                     only what the example says, and its claims
              kvmhv run rmo-ppc970 --json                       one JSON object a line
            """,
        ["replay"] =
            """
              kvmhv replay                                      the little-endian boot
              kvmhv replay be-small                             the big-endian one
              kvmhv replay boot.csv.gz                          a recording of your own; boot.hpt.gz beside it is its final table
              kvmhv replay boot.csv.gz --run-vcpus              each virtual processor on a thread of its own, inside the guest
              kvmhv replay --errata E13                         with one defect of the original as it was written
              kvmhv replay --stop-at 5000 --dump table.txt      the table as it was after record 5000
              kvmhv replay be-small --pins pins.csv             how many pages are pinned, hypercall by hypercall
            """,
        ["vectors"] =
            """
              kvmhv vectors a.jsonl.gz b.jsonl.gz
              kvmhv vectors *.jsonl.gz --variant as-written --json
            """,
        ["errata"] =
            """
              kvmhv errata                                      list them
              kvmhv errata --json
              kvmhv errata show E01                             run one, as it was written and corrected
            """,
        ["errata show"] =
            """
              kvmhv errata show E01
              kvmhv errata show E12 E33 --json                  several, as JSON
              kvmhv errata show --all                           all of them; 1 if one does not behave as it should
            """,
        ["hpt"] =
            """
              kvmhv hpt htab.txt --valid --page-size 64K        lines of the kernel's debugfs file
              kvmhv hpt table.hpt.gz --vsid d032bf --json       a raw table, 16 bytes an entry, big-endian
            """,
        ["sidebyside"] =
            """
              kvmhv sidebyside --linux ~/linux                               a site of the C and the port, in ./sidebyside
              kvmhv sidebyside --linux linux-3.3 --out site                  of an unpacked tree
              kvmhv sidebyside --linux ~/linux --function kvmppc_h_enter     one function, here
              kvmhv sidebyside --json                                        without the C: what the inventory knows
            """,
        ["layout"] =
            """
              kvmhv layout                                      list the blocks
              kvmhv layout hpt                                  one block: fields, constants, sources
              kvmhv layout lppaca --format c                    as a C header with static assertions
              kvmhv layout --format c --out native-layout/include
            """,
        ["convert"] =
            """
              kvmhv convert boot.csv.gz boot.kvmhv              keeps the final table boot.hpt.gz, if it is there
              kvmhv convert le-small le-small.csv               an embedded recording as text
            """,
    };

    /// <summary>Help needs no arguments.</summary>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int result = help.Invoke(parseResult);
        Command command = parseResult.CommandResult.Command;
        if (Examples.TryGetValue(CommandLine.PathOf(command), out string? examples))
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            output.WriteLine(examples);
            output.WriteLine();
            output.WriteLine("Exit codes: 0 done, 1 a difference that nothing explains or a claim that does not hold, 2 wrong usage or a damaged file, 3 an internal error.");
        }
        return result;
    }
}
