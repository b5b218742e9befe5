// SPDX-License-Identifier: GPL-2.0-only
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Tests.Analyzers.CodeFixes;

/// <summary>Reports interpolated strings that build a string.</summary>
public sealed class InterpolationStub() : OperationStub("KRN1103")
{
    protected override ImmutableArray<OperationKind> Kinds => [OperationKind.InterpolatedString];

    protected override ImmutableArray<Location>? Fault(IOperation operation, ISymbol method) =>
        operation.Parent is IInterpolatedStringHandlerCreationOperation ? null : [];
}
