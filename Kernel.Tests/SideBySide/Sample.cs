// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Alignment;
using Kernel.SideBySide.Original;
using Kernel.SideBySide.Port;

namespace Kernel.Tests.SideBySide;

/// <summary>Makes functions of both languages from a few lines.</summary>
internal static class Sample
{
    internal const string CPath = "arch/powerpc/kvm/sample.c";

    /// <summary>A C function with this body.</summary>
    internal static CFunction C(string body) =>
        CFile.Parse(CPath, $"int count(struct box *box, int n)\n{{\n{body}\n}}\n").Functions.Single();

    /// <summary>A function of the port with this body. It cites line 1 of the C.</summary>
    internal static PortFunction Port(string body, string attributes = "") => PortFileOf(
        $$"""
        {{attributes}}[PortOf("{{CPath}}", 1)]
        internal static int count(box* box, int n)
        {
        {{body}}
        }
        """).Functions.Single();

    /// <summary>A port file with these members.</summary>
    internal static PortFile PortFileOf(string members) => PortFile.Parse(
        "Kernel/arch/powerpc/kvm/sample.cs",
        $"// Ported from {CPath}, Linux commit 0\nnamespace Linux;\ninternal static unsafe class sample\n{{\n{members}\n}}\n");

    /// <summary>Compares a C function and a function of the port with these bodies, without an inventory.</summary>
    internal static FunctionComparison Compare(string cBody, string portBody) => Compare(C(cBody), Port(portBody));

    /// <summary>Compares two functions.</summary>
    /// <param name="c">The C function.</param>
    /// <param name="port">The function of the port.</param>
    /// <param name="entry">The inventory's entry, or null.</param>
    internal static FunctionComparison Compare(CFunction c, PortFunction port, OriginalFunction? entry = null) =>
        FunctionComparison.Of(port, CFile.Parse(CPath, c.Text + "\n"), entry, hasTree: true);
}
