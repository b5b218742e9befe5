// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Vectors;

/// <summary>
/// A vector file is damaged, or a file is not a vector file. The message is one line that names the file, the line in it, what was found
/// there and what was expected.
/// </summary>
public sealed class VectorFormatException : Exception
{
    /// <summary>Damage at a line.</summary>
    public VectorFormatException(string file, int line, string problem, Exception? inner = null)
        : base($"{file}: line {line}: {problem}", inner)
    {
    }
}
