// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers;

/// <summary><c>throw</c> and <c>catch</c>. <c>finally</c> is fine.</summary>
internal sealed class ExceptionRule : OperationRule
{
    public override void Judge(IOperation operation, JudgedBody body)
    {
        switch (operation)
        {
            case IThrowOperation { IsImplicit: false }:
                body.Report(Descriptors.Throw, operation, "'throw'");
                break;
            case ICatchClauseOperation { Syntax: CatchClauseSyntax clause }:
                body.Report(Descriptors.Catch, clause.CatchKeyword.GetLocation(), "'catch'");
                break;
        }
    }
}
