// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Cli;

/// <summary>How a command ends.</summary>
internal static class ExitCodes
{
    /// <summary>Done, and nothing differed.</summary>
    public const int Done = 0;

    /// <summary>Done, but the port did something that was not recorded, or that an example or an erratum does not claim.</summary>
    public const int Mismatch = 1;

    /// <summary>Wrong usage, a file that cannot be read, or a damaged one. One line on stderr says what.</summary>
    public const int Error = 2;

    /// <summary>A fault of this program, and not of its input. One line on stderr names it.</summary>
    public const int InternalError = 3;

    /// <summary>Ended by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
