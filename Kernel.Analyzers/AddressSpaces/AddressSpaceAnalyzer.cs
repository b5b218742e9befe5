// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.AddressSpaces;

/// <summary>
/// Reports code that takes the address out of a pointer into another address space, outside the pointer's own type and members that
/// declare the conversion. Real-mode code that dereferences such a pointer is reported by the analyzer of <c>[RealMode]</c>.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AddressSpaceAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableArray<string> Reinterpretations =
        ["System.Runtime.CompilerServices.Unsafe", "System.Runtime.InteropServices.MemoryMarshal"];

    // {0} is the expression, {1} the address space, {2} the member that contains the expression.
    private static readonly DiagnosticDescriptor Converted = new RuleFamily().Create(
        RuleIds.AddressConverted, "An address is taken out of its address space",
        "{0} takes an address out of {1} space, but '{2}' does not declare [ConvertsAddressSpace(\"{1}\")]");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Converted];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            if (!KernelAttributes.AreDeclared(start.Compilation, AddressSpaceAttributes.AddressSpace))
                return;
            start.RegisterOperationAction(Judge, OperationKind.FieldReference, OperationKind.Conversion, OperationKind.Invocation);
        });
    }

    private static void Judge(OperationAnalysisContext context)
    {
        if (SpaceLeft(context.Operation) is { } space && !AddressSpaceAttributes.MayConvert(context.ContainingSymbol, space))
        {
            var syntax = context.Operation.Syntax;
            context.ReportDiagnostic(Diagnostic.Create(
                Converted, syntax.GetLocation(), "'" + syntax + "'", space, Members.NameOf(context.ContainingSymbol)));
        }
    }

    /// <summary>The address space out of which the operation takes an address, or null.</summary>
    private static string? SpaceLeft(IOperation operation) => operation switch
    {
        IFieldReferenceOperation { Field.IsStatic: false } field => AddressSpaceAttributes.Of(field.Field.ContainingType),
        IConversionOperation { OperatorMethod: null, Operand.Type: IPointerTypeSymbol from, Type: var to }
            when !IsVoidPointer(to) && !SymbolEqualityComparer.Default.Equals(from, to) => AddressSpaceAttributes.Of(from.PointedAtType),
        IInvocationOperation { TargetMethod: { TypeArguments.Length: > 1 } method }
            when Reinterpretations.Contains(method.ContainingType.ToDisplayString()) => AddressSpaceAttributes.Of(method.TypeArguments[0]),
        _ => null,
    };

    private static bool IsVoidPointer(ITypeSymbol? type) =>
        type is IPointerTypeSymbol { PointedAtType.SpecialType: SpecialType.System_Void };
}
