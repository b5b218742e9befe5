// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Rules;

/// <summary>Values boxed by a conversion or a pattern. Calls of inherited members on structs are left to <see cref="CallRule"/>.</summary>
internal sealed class BoxingRule : OperationRule
{
    public override void Judge(IOperation operation, JudgedBody body)
    {
        if (Boxed(operation) is { } type && body.TypeOf(type) is { IsReferenceType: false } value)
            body.Report(HazardRules.Boxing, operation.Syntax.GetLocation(), "A value of type '" + Members.NameOf(value) + "'");
    }

    private static ITypeSymbol? Boxed(IOperation operation) => operation switch
    {
        // In a concatenation the compiler calls ToString on the value instead of boxing it.
        IConversionOperation conversion when Conversions.Boxes(conversion) && !StringRule.IsConcatenation(conversion.Parent) =>
            conversion.Operand.Type,
        IDeclarationPatternOperation { DeclaredSymbol: not null, NarrowedType.IsReferenceType: true } pattern
            when !pattern.InputType.IsReferenceType => pattern.InputType,
        IForEachLoopOperation { Syntax: CommonForEachStatementSyntax syntax, SemanticModel: { } model }
            when model.GetForEachStatementInfo(syntax) is { ElementConversion.IsBoxing: true, ElementType: { } element } => element,
        _ => null,
    };
}
