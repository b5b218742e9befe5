// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Original;

/// <summary>What was given as Linux sources is none, or cannot be read; the message names it and says what was expected.</summary>
public sealed class LinuxTreeException : Exception
{
    /// <summary>Creates one.</summary>
    public LinuxTreeException(string message) : base(message)
    {
    }

    /// <summary>Creates one that another exception caused.</summary>
    public LinuxTreeException(string message, Exception inner) : base(message, inner)
    {
    }
}
