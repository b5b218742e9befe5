// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.Analyzers.RealMode;

/// <summary>Finds attributes that are wrong: an escape that is not needed, an attribute without effect, and two that contradict.</summary>
internal static class AttributeHygiene
{
    public static void Judge(IMethodSymbol function, KernelCompilation kernel, Action<Diagnostic> report)
    {
        if (function.IsImplicitlyDeclared || KernelAttributes.ContractOn(function) == Contract.None)
            return;

        JudgeEscape(function, kernel, report);
        if (function.PartialDefinitionPart is not null)
            return;     // reported on the other part, which has the attributes of both

        JudgeContradiction(function, report);
        foreach (var (attribute, why) in WithoutEffect(function))
            Report(ContractDescriptors.AttributeWithoutEffect, attribute, report, "[" + NameOf(attribute) + "]", why);
    }

    /// <summary>Judges the contract that a type states for its members.</summary>
    public static void Judge(INamedTypeSymbol type, Action<Diagnostic> report) => JudgeContradiction(type, report);

    private static void JudgeContradiction(ISymbol symbol, Action<Diagnostic> report)
    {
        if (KernelAttributes.On(symbol, KernelAttributes.MightSleepName).FirstOrDefault() is { } sleeps &&
            Restricting(symbol).FirstOrDefault() is { } restricts)
        {
            Report(ContractDescriptors.AttributesContradict, sleeps, report, Members.NameOf(symbol), "[" + NameOf(restricts) + "]");
        }
    }

    private static IEnumerable<(AttributeData Attribute, string Why)> WithoutEffect(IMethodSymbol function)
    {
        if (function.MethodKind is MethodKind.StaticConstructor or MethodKind.Destructor)
        {
            foreach (var attribute in Restricting(function))
                yield return (attribute, "only the runtime calls this member");
        }
        else if (KernelAttributes.On(function, KernelAttributes.RealModeName).Any())
        {
            foreach (var attribute in KernelAttributes.On(function, KernelAttributes.AtomicName))
                yield return (attribute, "[RealMode] is stricter");
        }
    }

    /// <summary>Reports an escape whose body would pass verification.</summary>
    private static void JudgeEscape(IMethodSymbol function, KernelCompilation kernel, Action<Diagnostic> report)
    {
        var contract = kernel.Contracts.Of(function);
        if (contract.Verified() == contract || function.IsExtern || function.IsAbstract ||
            function.PartialImplementationPart is not null || !ContractVerifier.Keeps(function, contract.Verified(), kernel))
        {
            return;
        }

        foreach (var attribute in Restricting(function).Where(KernelAttributes.HasReason))
            Report(ContractDescriptors.EscapeWithoutNeed, attribute, report, Members.NameOf(function), "[" + NameOf(attribute) + "]");
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

        var escape = syntax.ArgumentList?.Arguments.FirstOrDefault(KernelAttributes.IsEscape);
        SyntaxNode place = rule == ContractDescriptors.EscapeWithoutNeed && escape is not null ? escape : syntax;
        report(Diagnostic.Create(rule, place.GetLocation(), arguments));
    }
}
