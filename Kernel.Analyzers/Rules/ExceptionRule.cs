// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Rules;

/// <summary><c>throw</c> and <c>catch</c>; <c>finally</c> is allowed.</summary>
internal sealed class ExceptionRule : OperationRule
{
    public override void Judge(IOperation operation, JudgedBody body)
    {
        switch (operation)
        {
            case IThrowOperation { IsImplicit: false }:
                body.Report(HazardRules.Throw, operation, "'throw'");
                break;
            case ICatchClauseOperation { Syntax: CatchClauseSyntax clause }:
                body.Report(HazardRules.Catch, clause.CatchKeyword.GetLocation(), "'catch'");
                break;
        }
    }
}
