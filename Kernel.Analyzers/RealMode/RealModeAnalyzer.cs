// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Kernel.Analyzers.RealMode;

/// <summary>
/// Proves that code marked <c>[RealMode]</c> does not block, allocate managed memory, throw or catch, and that code marked <c>[Atomic]</c>
/// does not block, neither itself nor through anything that it calls.
/// </summary>
/// <remarks>
/// The analysis starts at members with an attribute and reads only the bodies that they reach.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RealModeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [.. HazardRules.All, .. ContractDescriptors.All];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        if (!KernelAttributes.AreDeclared(context.Compilation, KernelAttributes.Contracts))
            return;

        var kernel = new KernelCompilation(context.Compilation, context.Options, OperationRules.All);
        context.RegisterSymbolAction(symbol => JudgeMethod(symbol, kernel), SymbolKind.Method);
        context.RegisterSymbolAction(symbol => JudgeType(symbol, kernel), SymbolKind.NamedType);
        context.RegisterSyntaxNodeAction(node => JudgeAttribute(node, kernel), SyntaxKind.Attribute);
        if (kernel.HasDelegatesWithContracts)
        {
            context.RegisterOperationAction(
                operation => ImplementationContracts.JudgeDelegate(operation.Operation, kernel, operation.ReportDiagnostic),
                OperationKind.DelegateCreation);
        }
    }

    private static void JudgeMethod(SymbolAnalysisContext context, KernelCompilation kernel)
    {
        var method = (IMethodSymbol)context.Symbol;
        ImplementationContracts.JudgeOverride(method, kernel, context.ReportDiagnostic);
        AttributeHygiene.Judge(method, kernel, context.ReportDiagnostic);
        ContractVerifier.Judge(method, kernel, context.ReportDiagnostic);
    }

    private static void JudgeType(SymbolAnalysisContext context, KernelCompilation kernel)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        ImplementationContracts.JudgeImplementations(type, kernel, context.ReportDiagnostic);
        AttributeHygiene.Judge(type, context.ReportDiagnostic);
        foreach (var constructor in type.InstanceConstructors.Where(constructor => constructor.IsImplicitlyDeclared))
            ContractVerifier.Judge(constructor, kernel, context.ReportDiagnostic);
    }

    /// <summary>Judges local functions and lambdas by way of their attributes, because symbol actions do not visit them.</summary>
    private static void JudgeAttribute(SyntaxNodeAnalysisContext context, KernelCompilation kernel)
    {
        var attribute = (AttributeSyntax)context.Node;
        var constructor = context.SemanticModel.GetSymbolInfo(attribute, context.CancellationToken).Symbol;
        if (constructor?.ContainingType is not { } type || !KernelAttributes.IsVerified(type))
            return;

        JudgeEscape(attribute, context);
        var function = attribute.Parent?.Parent switch
        {
            LocalFunctionStatementSyntax local => context.SemanticModel.GetDeclaredSymbol(local, context.CancellationToken),
            LambdaExpressionSyntax lambda => context.SemanticModel.GetSymbolInfo(lambda, context.CancellationToken).Symbol,
            _ => null,
        };
        if (function is IMethodSymbol nested && KernelAttributes.FirstVerified(nested) == attribute)
        {
            AttributeHygiene.Judge(nested, kernel, context.ReportDiagnostic);
            ContractVerifier.Judge(nested, kernel, context.ReportDiagnostic);
        }
    }

    private static void JudgeEscape(AttributeSyntax attribute, SyntaxNodeAnalysisContext context)
    {
        if (attribute.ArgumentList?.Arguments.FirstOrDefault(KernelAttributes.IsEscape) is { } escape &&
            string.IsNullOrWhiteSpace(context.SemanticModel.GetConstantValue(escape.Expression, context.CancellationToken).Value as string))
        {
            context.ReportDiagnostic(Diagnostic.Create(ContractDescriptors.EscapeWithoutReason, escape.GetLocation()));
        }
    }
}
