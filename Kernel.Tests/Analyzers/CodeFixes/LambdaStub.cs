// SPDX-License-Identifier: GPL-2.0-only
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Tests.Analyzers.CodeFixes;

/// <summary>Reports lambdas that are not static.</summary>
public sealed class LambdaStub() : OperationStub("KRN1104")
{
    protected override ImmutableArray<OperationKind> Kinds => [OperationKind.DelegateCreation];

    protected override ImmutableArray<Location>? Fault(IOperation operation, ISymbol method) =>
        operation is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.IsStatic: false } } ? [] : null;
}
