// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Library.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Kernel.Analyzers.Library;

/// <summary>The summaries of compiled code: of the .NET libraries, and of other references that have a summary file beside them.</summary>
internal sealed class LibrarySummaries
{
    private const string ResourceName = "net10.0.summaries";
    private const string FileEnding = ".effects";

    private static readonly Lazy<SummaryTable> Framework = new(ReadFramework);

    private readonly Lazy<ImmutableArray<SummaryTable>> _others;

    public LibrarySummaries(AnalyzerOptions options) => _others = new(() =>
    [
        .. options.AdditionalFiles
            .Where(file => file.Path.EndsWith(FileEnding, StringComparison.OrdinalIgnoreCase))
            .Select(file => SummaryTable.Parse(file.GetText()?.ToString()))
            .OfType<SummaryTable>(),
    ]);

    /// <summary>The summary of the method, or null.</summary>
    public LibrarySummary? Of(IMethodSymbol method)
    {
        if (method.OriginalDefinition.GetDocumentationCommentId() is not { } id)
            return null;
        if (method.MethodKind == MethodKind.ExplicitInterfaceImplementation)
            id = WithEscapedName(id);
        return _others.Value.Select(table => table.Find(id)).FirstOrDefault(summary => summary is not null) ?? Framework.Value.Find(id);
    }

    /// <summary>
    /// Replaces commas in the name of a compiled explicit implementation: the summaries escape them, the compiler does not.
    /// </summary>
    private static string WithEscapedName(string id)
    {
        int end = id.IndexOf('(') is var parameters and >= 0 ? parameters : id.Length;
        return id.Substring(0, end).Replace(',', '@') + id.Substring(end);
    }

    private static SummaryTable ReadFramework()
    {
        using var stream = typeof(LibrarySummaries).Assembly.GetManifestResourceStream(ResourceName)!;
        return SummaryTable.Read(stream);
    }
}
