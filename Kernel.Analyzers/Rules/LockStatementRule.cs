// SPDX-License-Identifier: MIT
using System.Reflection;
using Kernel.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Rules;

/// <summary><c>lock</c> and <c>[MethodImpl(MethodImplOptions.Synchronized)]</c>. All other ways to lock are calls.</summary>
internal sealed class LockStatementRule : OperationRule
{
    public override void Judge(IOperation operation, JudgedBody body)
    {
        if (operation is ILockOperation { Syntax: LockStatementSyntax statement })
            body.Report(HazardRules.Lock, statement.LockKeyword.GetLocation(), "'lock'");
    }

    public override void JudgeFunction(JudgedBody body)
    {
        if ((body.Function.MethodImplementationFlags & MethodImplAttributes.Synchronized) != 0)
            body.Report(HazardRules.Lock, body.Function.Locations[0], "A synchronized method");
    }
}
