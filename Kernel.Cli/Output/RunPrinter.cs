// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kernel.Examples;
using Spectre.Console;

namespace Kernel.Cli.Output;

/// <summary>Prints the events of an example as they happen. Lines are numbered, and whole even if several threads report at once.</summary>
/// <param name="terminal">The terminal to print to.</param>
/// <param name="isQuiet">Whether to print only what the example says and claims.</param>
/// <param name="isJson">Whether to print one JSON object per line.</param>
internal sealed class RunPrinter(Terminal terminal, bool isQuiet, bool isJson)
{
    private static readonly JsonSerializerOptions Options = new(JsonOutput.Options)
    {
        WriteIndented = false,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly Color[] Colors =
    [
        Color.Green, Color.Aqua, Color.Yellow, Color.Fuchsia, Color.Lime, Color.Teal, Color.Olive, Color.Purple,
    ];

    private readonly Lock _gate = new();
    private readonly LineConsole _console = new(terminal);
    private long _number;

    /// <summary>Creates a context whose events are printed.</summary>
    public ExampleContext CreateContext() => new(line => Print(new RunEvent(RunEventKind.Said, line)))
    {
        Claimed = claim => Print(new RunEvent(RunEventKind.Claimed, claim)),
        GuestEventOccurred = isQuiet ? null : guestEvent => Print(RunEvents.Of(guestEvent)),
        PagePinned = isQuiet ? null : pin => Print(RunEvents.Of(pin)),
    };

    /// <summary>Prints that a claim does not hold.</summary>
    public void Fail(string claim) => Print(new RunEvent(RunEventKind.Failed, claim));

    private void Print(RunEvent happened)
    {
        lock (_gate)
        {
            happened = happened with { Number = ++_number };
            if (isJson)
                terminal.Out.WriteLine(JsonSerializer.Serialize(happened, Options));
            else
                _console.WriteLine(Line(happened), StyleOf(happened));
            terminal.Out.Flush();
        }
    }

    private static string Line(RunEvent happened)
    {
        string who = happened switch
        {
            { Vcpu: int vcpu } => "vcpu " + vcpu.ToString(CultureInfo.InvariantCulture),
            { Kind: RunEventKind.Said } => "user",
            { Kind: RunEventKind.Claimed } => "holds",
            { Kind: RunEventKind.Failed } => "FAILED",
            _ => "pin",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{happened.Number,4}  {who,-7} {happened.Text}");
    }

    private static Style StyleOf(RunEvent happened) => happened switch
    {
        { Vcpu: int vcpu } => new Style(Colors[vcpu % Colors.Length]),
        { Kind: RunEventKind.Failed } => new Style(Color.Red),
        { Kind: RunEventKind.Pinned } => new Style(decoration: Decoration.Bold),
        _ => Style.Plain,
    };
}
