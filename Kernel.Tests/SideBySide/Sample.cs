// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Alignment;
using Kernel.SideBySide.Original;
using Kernel.SideBySide.Port;

namespace Kernel.Tests.SideBySide;

/// <summary>Small texts of both languages, written for these tests.</summary>
internal static class Sample
{
    internal const string CPath = "arch/powerpc/kvm/sample.c";

    /// <summary>One function of the C.</summary>
    internal static CFunction C(string body) => CFile.Parse(CPath, $"int count(struct box *box, int n)\n{{\n{body}\n}}\n").Functions.Single();

    /// <summary>One function of a port, which cites line 1 of the C.</summary>
    internal static PortFunction Port(string body, string attributes = "") => PortFileOf(
        $$"""
        {{attributes}}[PortOf("{{CPath}}", 1)]
        internal static int count(box* box, int n)
        {
        {{body}}
        }
        """).Functions.Single();

    /// <summary>A port file that holds some members.</summary>
    internal static PortFile PortFileOf(string members) => PortFile.Parse(
        "Kernel/arch/powerpc/kvm/sample.cs", $"// Ported from {CPath}, Linux commit 0\nnamespace Linux;\ninternal static unsafe class sample\n{{\n{members}\n}}\n");

    /// <summary>Both beside each other, without an inventory.</summary>
    internal static FunctionComparison Compare(string cBody, string portBody) => Compare(C(cBody), Port(portBody));

    internal static FunctionComparison Compare(CFunction c, PortFunction port, OriginalFunction? entry = null) =>
        FunctionComparison.Of(port, CFile.Parse(CPath, c.Text + "\n"), entry, hasTree: true);
}
