// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings;

/// <summary>
/// A recording or a table dump is damaged, cut short or of an unknown kind. The message is one line that names the file, the place in it,
/// what was found there and what was expected.
/// </summary>
public sealed class RecordingFormatException : FormatException
{
    /// <summary>Describes the damage.</summary>
    /// <param name="position">Where it is.</param>
    /// <param name="problem">What was found there, with its value.</param>
    /// <param name="expected">What should have been there.</param>
    /// <param name="inner">What the base library said, if it found the damage.</param>
    public RecordingFormatException(RecordingPosition position, string problem, string expected, Exception? inner = null)
        : base($"{position}: found {problem}; expected {expected}", inner)
    {
        Position = position;
        Problem = problem;
        Expected = expected;
    }

    /// <summary>Where the damage is.</summary>
    public RecordingPosition Position { get; }

    /// <summary>What was found, with its value.</summary>
    public string Problem { get; }

    /// <summary>What should have been there.</summary>
    public string Expected { get; }
}
