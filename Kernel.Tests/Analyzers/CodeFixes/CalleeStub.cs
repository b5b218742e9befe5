// SPDX-License-Identifier: GPL-2.0-only
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Tests.Analyzers.CodeFixes;

/// <summary>Reports members without an attribute that restricted methods call or read.</summary>
public sealed class CalleeStub() : OperationStub("KRN1301")
{
    protected override ImmutableArray<OperationKind> Kinds =>
        [OperationKind.Invocation, OperationKind.PropertyReference, OperationKind.ObjectCreation];

    protected override ImmutableArray<Location>? Fault(IOperation operation, ISymbol method)
    {
        ISymbol? callee = operation switch
        {
            IInvocationOperation { TargetMethod: { MethodKind: MethodKind.DelegateInvoke } invoke } => invoke.ContainingType,
            IInvocationOperation invocation => invocation.TargetMethod,
            IPropertyReferenceOperation reference => reference.Property,
            IObjectCreationOperation creation => creation.Constructor,
            _ => null,
        };
        return IsRestricted(method) && callee is not null && !IsRestricted(callee) ? [] : null;
    }
}
