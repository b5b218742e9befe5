// SPDX-License-Identifier: GPL-2.0-only
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.SideBySide.Port;

/// <summary>What a token of the port stands for.</summary>
internal static class PortSyntax
{
    /// <summary>Whether it is the name of what is called.</summary>
    public static bool IsCallee(this SyntaxToken token) => token.Parent is SimpleNameSyntax name && name.Parent switch
    {
        InvocationExpressionSyntax call => call.Expression == name,
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access => access.Name == name && call.Expression == access,
        _ => false,
    };
}
