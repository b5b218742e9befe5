// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Rules;

/// <summary>Values that become objects: by conversion or by a pattern. What a struct inherits from one is <see cref="CallRule"/>'s business.</summary>
internal sealed class BoxingRule : OperationRule
{
    public override void Judge(IOperation operation, JudgedBody body)
    {
        if (Boxed(operation) is { } type && body.TypeOf(type) is { IsReferenceType: false } value)
            body.Report(HazardRules.Boxing, operation.Syntax.GetLocation(), "A value of type '" + Members.NameOf(value) + "'");
    }

    private static ITypeSymbol? Boxed(IOperation operation) => operation switch
    {
        // The compiler concatenates the string of a value, not its box.
        IConversionOperation conversion when Conversions.Boxes(conversion) && !StringRule.IsConcatenation(conversion.Parent) =>
            conversion.Operand.Type,
        IDeclarationPatternOperation { DeclaredSymbol: not null, InputType: { IsReferenceType: false } value, NarrowedType.IsReferenceType: true } =>
            value,
        IForEachLoopOperation { Syntax: CommonForEachStatementSyntax syntax, SemanticModel: { } model }
            when model.GetForEachStatementInfo(syntax) is { ElementConversion.IsBoxing: true, ElementType: { } element } => element,
        _ => null,
    };
}
