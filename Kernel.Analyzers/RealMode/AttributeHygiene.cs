// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Rules;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.Analyzers.RealMode;

/// <summary>Finds attributes that were right once, or never: an escape without need, a contract that nothing can keep, and two that contradict.</summary>
internal static class AttributeHygiene
{
    public static void Judge(IMethodSymbol function, KernelCompilation kernel, Action<Diagnostic> report)
    {
        if (function.IsImplicitlyDeclared || KernelAttributes.ContractOn(function) == Contract.None)
            return;

        JudgeEscape(function, kernel, report);
        if (function.PartialDefinitionPart is not null)
            return;     // the other part has the attributes of both

        JudgeContradiction(function, report);
        foreach (var (attribute, why) in WithoutEffect(function))
            Report(HazardRules.AttributeWithoutEffect, attribute, report, "[" + NameOf(attribute) + "]", why);
    }

    /// <summary>The same on a type, which states a contract for its members.</summary>
    public static void Judge(INamedTypeSymbol type, Action<Diagnostic> report) => JudgeContradiction(type, report);

    private static void JudgeContradiction(ISymbol symbol, Action<Diagnostic> report)
    {
        if (KernelAttributes.On(symbol, KernelAttributes.MightSleepName).FirstOrDefault() is { } sleeps && Restricting(symbol).FirstOrDefault() is { } restricts)
            Report(HazardRules.AttributesContradict, sleeps, report, Members.NameOf(symbol), "[" + NameOf(restricts) + "]");
    }

    private static IEnumerable<(AttributeData Attribute, string Why)> WithoutEffect(IMethodSymbol function)
    {
        if (function.MethodKind is MethodKind.StaticConstructor or MethodKind.Destructor)
        {
            foreach (var attribute in Restricting(function))
                yield return (attribute, "the runtime calls it, and no restricted code does");
        }
        else if (KernelAttributes.On(function, KernelAttributes.RealModeName).Any())
        {
            foreach (var attribute in KernelAttributes.On(function, KernelAttributes.AtomicName))
                yield return (attribute, "[RealMode] says more");
        }
    }

    /// <summary>An escape is stale when the body would pass without it.</summary>
    private static void JudgeEscape(IMethodSymbol function, KernelCompilation kernel, Action<Diagnostic> report)
    {
        var contract = kernel.Contracts.Of(function);
        if (contract.Verified() == contract || function.IsExtern || function.IsAbstract || function.PartialImplementationPart is not null || !ContractVerifier.Keeps(function, contract.Verified(), kernel))
            return;

        foreach (var attribute in Restricting(function).Where(KernelAttributes.HasReason))
            Report(HazardRules.EscapeWithoutNeed, attribute, report, Members.NameOf(function), "[" + NameOf(attribute) + "]");
    }

    private static IEnumerable<AttributeData> Restricting(ISymbol symbol) =>
        KernelAttributes.On(symbol, KernelAttributes.RealModeName).Concat(KernelAttributes.On(symbol, KernelAttributes.AtomicName));

    private static string NameOf(AttributeData attribute)
    {
        var name = attribute.AttributeClass!.Name;
        return name.Substring(0, name.Length - nameof(Attribute).Length);
    }

    private static void Report(DiagnosticDescriptor rule, AttributeData attribute, Action<Diagnostic> report, params object[] arguments)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax() is not AttributeSyntax syntax)
            return;

        SyntaxNode place = rule == HazardRules.EscapeWithoutNeed && syntax.ArgumentList?.Arguments.FirstOrDefault(KernelAttributes.IsEscape) is { } escape ? escape : syntax;
        report(Diagnostic.Create(rule, place.GetLocation(), arguments));
    }
}
