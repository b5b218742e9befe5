// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Original;

namespace Kernel.Tests.Fidelity;

/// <summary>Compares a <c>[PortOf]</c> attribute with the inventory of the original.</summary>
internal static class Citation
{
    /// <summary>The errors of a method's citation, each as a sentence.</summary>
    /// <param name="method">The method.</param>
    /// <param name="functions">The functions of the inventory.</param>
    internal static IEnumerable<string> ComplaintsAbout(PortedMethod method, IReadOnlyList<OriginalFunction> functions)
    {
        List<OriginalFunction> known = [.. functions.Where(function => function.File == method.CitedFile)];
        if (method.CitedVersion is not null)
        {
            if (known.Count != 0)
                yield return $"{method} cites {method.CitedVersion}, although the text of {method.CitedFile} at the commit is known.";
            yield break;
        }
        if (known.Count == 0)
            yield return $"{method} cites {method.CitedFile}, which is not in the inventory.";
        else if (known.Find(function => function.Name == method.Name) is not { } original)
            yield return $"{method} cites {method.CitedFile}, which has no function of that name.";
        else if (original.Line != method.CitedLine)
            yield return $"{method} cites line {method.CitedLine}; {original.Name} is declared in line {original.Line}.";
    }
}
