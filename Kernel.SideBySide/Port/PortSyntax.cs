// SPDX-License-Identifier: GPL-2.0-only
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.SideBySide.Port;

/// <summary>Tells what a token of the port is used for, from its syntax.</summary>
internal static class PortSyntax
{
    /// <summary>Whether the token is the name of a method that is called.</summary>
    public static bool IsCallee(this SyntaxToken token) => token.Parent is SimpleNameSyntax name && name.Parent switch
    {
        InvocationExpressionSyntax call => call.Expression == name,
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access => access.Name == name && call.Expression == access,
        _ => false,
    };
}
