// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.Analyzers;

/// <summary>The attributes, known by their full names, so that a project's own declaration works as well as ours.</summary>
internal static class KernelAttributes
{
    /// <summary>The full names of the attributes that state a contract.</summary>
    public static readonly string[] FullNames = [Namespace + "." + RealModeName, Namespace + "." + AtomicName, Namespace + "." + MightSleepName];

    private const string Namespace = "Kernel";
    private const string RealModeName = "RealModeAttribute";
    private const string AtomicName = "AtomicAttribute";
    private const string MightSleepName = "MightSleepAttribute";
    private const string UncheckedName = "Unchecked";

    /// <summary>The contract that the attributes on this very symbol state: to sleep, whatever else; else the strictest.</summary>
    public static Contract ContractOn(ISymbol symbol)
    {
        var strictest = Contract.None;
        foreach (var attribute in symbol.GetAttributes())
        {
            var contract = Read(attribute);
            if (contract == Contract.MightSleep)
                return contract;
            if (contract > strictest)
                strictest = contract;
        }

        return strictest;
    }

    /// <summary>Is the attribute one whose body is verified?</summary>
    public static bool IsVerified(INamedTypeSymbol type) => type.Name is RealModeName or AtomicName && IsOurs(type);

    public static bool IsEscape(AttributeArgumentSyntax argument) => argument.NameEquals?.Name.Identifier.ValueText == UncheckedName;

    private static Contract Read(AttributeData attribute) => attribute.AttributeClass switch
    {
        { Name: MightSleepName } type when IsOurs(type) => Contract.MightSleep,
        { Name: AtomicName } type when IsOurs(type) => HasReason(attribute) ? Contract.AtomicUnchecked : Contract.Atomic,
        { Name: RealModeName } type when IsOurs(type) => HasReason(attribute) ? Contract.RealModeUnchecked : Contract.RealMode,
        _ => Contract.None,
    };

    private static bool IsOurs(INamedTypeSymbol type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true } };

    private static bool HasReason(AttributeData attribute) =>
        attribute.NamedArguments.Any(argument =>
            argument.Key == UncheckedName && argument.Value.Value is string reason && !string.IsNullOrWhiteSpace(reason));
}
