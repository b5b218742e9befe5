// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.AddressSpaces;

/// <summary>
/// Holds pointers into other address spaces to their types: the address inside is taken out by its own type, and by members that declare
/// to convert it. That real-mode code does not dereference them is proven with the rest of <c>[RealMode]</c>.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AddressSpaceAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableArray<string> Reinterpretations =
        ["System.Runtime.CompilerServices.Unsafe", "System.Runtime.InteropServices.MemoryMarshal"];

    private static readonly DiagnosticDescriptor Converted = new(
        RuleIds.AddressConverted, "An address is taken out of its address space",
        "{0} takes an address out of {1} space, but '{2}' does not declare [ConvertsAddressSpace(\"{1}\")]",
        "AddressSpaces", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.AddressConverted));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Converted];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            if (!KernelAttributes.AreInSight(start.Compilation, AddressSpaceAttributes.AddressSpace))
                return;
            start.RegisterOperationAction(Judge, OperationKind.FieldReference, OperationKind.Conversion, OperationKind.Invocation);
        });
    }

    private static void Judge(OperationAnalysisContext context)
    {
        if (SpaceLeft(context.Operation) is { } space && !AddressSpaceAttributes.MayConvert(context.ContainingSymbol, space))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Converted, context.Operation.Syntax.GetLocation(), "'" + context.Operation.Syntax + "'", space, Members.NameOf(context.ContainingSymbol)));
        }
    }

    /// <summary>The space from which the operation takes an address, or null.</summary>
    private static string? SpaceLeft(IOperation operation) => operation switch
    {
        IFieldReferenceOperation { Field.IsStatic: false } field => AddressSpaceAttributes.Of(field.Field.ContainingType),
        IConversionOperation { OperatorMethod: null, Operand.Type: IPointerTypeSymbol from, Type: not IPointerTypeSymbol { PointedAtType.SpecialType: SpecialType.System_Void } } conversion
            when !SymbolEqualityComparer.Default.Equals(from, conversion.Type) => AddressSpaceAttributes.Of(from.PointedAtType),
        IInvocationOperation { TargetMethod: { TypeArguments.Length: > 1 } method } when Reinterpretations.Contains(method.ContainingType.ToDisplayString()) =>
            AddressSpaceAttributes.Of(method.TypeArguments[0]),
        _ => null,
    };
}
