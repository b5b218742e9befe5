// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Examples;

/// <summary>The examples that <c>kvmhv run</c> knows.</summary>
public static class AllExamples
{
    /// <summary>The examples, in the order in which to read them.</summary>
    public static IReadOnlyList<IExample> List { get; } = [new LateMapping(), new RmoPpc970(), new EightVcpus()];
}
