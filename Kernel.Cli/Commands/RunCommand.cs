// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using Kernel.Cli.Output;
using Kernel.Examples;

namespace Kernel.Cli.Commands;

/// <summary><c>kvmhv run</c>: runs an example and prints what happens.</summary>
internal static class RunCommand
{
    private const string Examples =
        """
          kvmhv run                                         list the examples
          kvmhv run late-mapping                            run one, and print what user space, guest and kernel do
          kvmhv run eight-vcpus --quiet                     print only what the example says and claims
          kvmhv run rmo-ppc970 --json                       print one JSON object per line
        """;

    /// <summary>Creates the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Argument<string?> name = new("EXAMPLE")
        {
            Description = "The example to run; without it, the examples are listed",
            Arity = ArgumentArity.ZeroOrOne,
        };
        name.CompletionSources.Add([.. AllExamples.List.Select(example => example.Name)]);
        Option<bool> quiet = new("--quiet") { Description = "Print only what the example says and claims, not what guest and kernel do" };
        Option<bool> json = new("--json") { Description = "Print one JSON object per line" };
        Command command = new("run", "Runs an example on the port: prints what guest and kernel do, and checks what the example claims.")
        {
            name, quiet, json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () => parsed.GetValue(name) is { } chosen
                ? Run(terminal, Find(chosen), parsed.GetValue(quiet), parsed.GetValue(json))
                : List(terminal, parsed.GetValue(json)),
            cancellation));
        return command.WithExamples(Examples);
    }

    private static IExample Find(string name)
    {
        if (AllExamples.List.FirstOrDefault(example => example.Name == name) is { } found)
            return found;
        string known = string.Join(", ", AllExamples.List.Select(example => example.Name));
        throw new UsageException($"{name}: no such example; expected {known}.");
    }

    private static int List(Terminal terminal, bool isJson)
    {
        if (isJson)
        {
            JsonOutput.Write(terminal.Out, AllExamples.List.Select(example => new { example.Name, example.Summary }));
            return ExitCodes.Done;
        }
        int width = AllExamples.List.Max(example => example.Name.Length);
        foreach (IExample example in AllExamples.List)
            terminal.Out.WriteLine($"{example.Name.PadRight(width)}  {example.Summary}");
        return ExitCodes.Done;
    }

    /// <summary>Runs an example and prints what happens.</summary>
    internal static int Run(Terminal terminal, IExample example, bool isQuiet, bool isJson)
    {
        RunPrinter printer = new(terminal, isQuiet, isJson);
        try
        {
            example.Run(printer.CreateContext());
            return ExitCodes.Done;
        }
        catch (ClaimException failed)
        {
            printer.Fail(failed.Claim);
            return ExitCodes.Mismatch;
        }
    }
}
