// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Original;

/// <summary>The inventory's entry for a function of the original.</summary>
/// <param name="File">Its file, from the root of the Linux tree.</param>
/// <param name="Name">Its name.</param>
/// <param name="Line">The line of its declaration.</param>
/// <param name="Lines">The number of its lines.</param>
/// <param name="Hash">SHA-256 of its text, in lower-case hexadecimal digits (<see cref="CFunction.Hash"/>).</param>
/// <param name="Calls">The functions and function-like macros that it calls, without repetitions.</param>
/// <param name="Constants">The names in capitals that it uses, without repetitions.</param>
/// <param name="Conditions">The <c>#ifdef</c>s around it.</param>
public sealed record OriginalFunction(
    string File, string Name, int Line, int Lines, string Hash,
    IReadOnlyList<string> Calls, IReadOnlyList<string> Constants, IReadOnlyList<string> Conditions)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path.GetFileName(File)}:{Line} {Name}";
}
