// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Engine;

/// <summary>The types of the resources that a <c>using</c> disposes.</summary>
internal static class UsingResources
{
    public static IEnumerable<ITypeSymbol> TypesOf(IOperation resources) => resources switch
    {
        IVariableDeclarationGroupOperation group => group.Declarations
            .SelectMany(declaration => declaration.Declarators)
            .Select(declarator => declarator.Symbol.Type),
        IConversionOperation { IsImplicit: true, Operand.Type: { } type } => [type],
        { Type: { } type } => [type],
        _ => [],
    };
}
