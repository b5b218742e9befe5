// SPDX-License-Identifier: GPL-2.0-only
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Tests.Analyzers.CodeFixes;

/// <summary>Reports virtual calls that may reach a derived class.</summary>
public sealed class OpenCallStub() : OperationStub("KRN1302")
{
    protected override ImmutableArray<OperationKind> Kinds => [OperationKind.Invocation, OperationKind.PropertyReference];

    protected override ImmutableArray<Location>? Fault(IOperation operation, ISymbol method)
    {
        var (member, receiver) = operation switch
        {
            IInvocationOperation invocation => ((ISymbol)invocation.TargetMethod, invocation.Instance?.Type),
            IPropertyReferenceOperation reference => (reference.Property, reference.Instance?.Type),
            _ => default,
        };
        var isOpen = (member.IsVirtual || member.IsOverride || member.IsAbstract) && !member.IsSealed;
        return isOpen && receiver is { IsSealed: false } ? [] : null;
    }
}
