// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Original;

/// <summary>
/// A path that was given as a copy of Linux is not one, or cannot be read. The message names it and says what was expected.
/// </summary>
public sealed class LinuxTreeException : Exception
{
    /// <summary>Creates an exception with a message.</summary>
    public LinuxTreeException(string message) : base(message)
    {
    }

    /// <summary>Creates an exception with a message and its cause.</summary>
    public LinuxTreeException(string message, Exception inner) : base(message, inner)
    {
    }
}
