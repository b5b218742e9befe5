// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Rules;

/// <summary>Delegates of a method or a lambda, the combination or difference of two delegates, and expression trees.</summary>
internal sealed class DelegateRule : OperationRule
{
    public override void Judge(IOperation operation, JudgedBody body)
    {
        var what = operation switch
        {
            IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } creation =>
                IsCachedArgument(creation, lambda) ? null : "The lambda",
            IDelegateCreationOperation { Target: IMethodReferenceOperation reference } =>
                "The conversion of '" + Members.NameOf(reference.Method) + "'",
            IDelegateCreationOperation => "The conversion",
            IConversionOperation { Operand: IAnonymousFunctionOperation } => "The expression tree",
            IBinaryOperation { OperatorMethod: null, Type.TypeKind: TypeKind.Delegate } => "The combination",
            ICompoundAssignmentOperation { Type.TypeKind: TypeKind.Delegate } => "The combination",
            _ => null,
        };

        if (what is not null)
            body.Report(HazardRules.DelegateCreation, operation, what);
    }

    /// <summary>
    /// Whether the lambda is a static one passed as an argument. It captures nothing, so the compiler caches it; its body is judged where
    /// it is called.
    /// </summary>
    private static bool IsCachedArgument(IDelegateCreationOperation creation, IAnonymousFunctionOperation lambda) =>
        lambda.Symbol.IsStatic && creation is { IsImplicit: true, Parent: IArgumentOperation };
}
