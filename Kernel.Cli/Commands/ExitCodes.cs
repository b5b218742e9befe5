// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Cli.Commands;

/// <summary>The exit codes of the command.</summary>
internal static class ExitCodes
{
    /// <summary>The exit codes in words, as the help prints them.</summary>
    public const string Description = "Exit codes: 0 done, 1 an unexplained difference or a claim that does not hold, "
        + "2 wrong usage, or a file that is damaged or cannot be read or written, 3 an internal error, 130 interrupted, "
        + "141 nobody reads the output any more.";

    /// <summary>Done, and nothing differed.</summary>
    public const int Done = 0;

    /// <summary>Done, but the port differs from the recording, or a claim of an example or a scenario does not hold.</summary>
    public const int Mismatch = 1;

    /// <summary>Wrong usage, or a file that is damaged or cannot be read or written. One line on stderr says what.</summary>
    public const int Error = 2;

    /// <summary>An error in this program, not in its input. One line on stderr names it.</summary>
    public const int InternalError = 3;

    /// <summary>Interrupted by Ctrl-C.</summary>
    public const int Interrupted = 130;

    /// <summary>
    /// Nobody reads the output any more, as behind <c>| head</c>: the code of a program that SIGPIPE ends. Nothing is said.
    /// </summary>
    public const int NobodyReads = 141;
}
