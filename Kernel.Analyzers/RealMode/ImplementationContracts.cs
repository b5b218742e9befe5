// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Rules;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.RealMode;

/// <summary>
/// A call by delegate, interface or virtual member is trusted for the declaration that it names. So only functions that keep the
/// contract may stand for that declaration: a contract may be dropped on the way, never added.
/// </summary>
internal static class ImplementationContracts
{
    public static void JudgeDelegate(IOperation operation, KernelCompilation kernel, Action<Diagnostic> report)
    {
        if (operation is IDelegateCreationOperation { Type: INamedTypeSymbol { DelegateInvokeMethod: { } invoke } type } creation &&
            Function(creation.Target) is { } function && Breaks(function, invoke, kernel))
        {
            report(Create(function, type, invoke, kernel, creation.Syntax.GetLocation()));
        }
    }

    public static void JudgeOverride(IMethodSymbol method, KernelCompilation kernel, Action<Diagnostic> report)
    {
        if (method.OverriddenMethod is { } overridden && Breaks(method, overridden, kernel))
            report(Create(method, overridden, overridden, kernel, method.Locations[0]));
    }

    public static void JudgeImplementations(INamedTypeSymbol type, KernelCompilation kernel, Action<Diagnostic> report)
    {
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct))
            return;

        foreach (var member in type.AllInterfaces.Where(kernel.Contracts.HasContracts).SelectMany(implemented => implemented.GetMembers()).OfType<IMethodSymbol>())
        {
            if (type.FindImplementationForInterfaceMember(member) is IMethodSymbol implementation && Breaks(implementation, member, kernel))
                report(Create(implementation, member, member, kernel, type.Locations[0]));
        }
    }

    private static bool Breaks(IMethodSymbol function, IMethodSymbol declaration, KernelCompilation kernel) =>
        kernel.Contracts.Of(declaration) is var declared && declared.Excludes() != Hazards.None && !kernel.Contracts.Of(function).Covers(declared);

    private static Diagnostic Create(IMethodSymbol function, ISymbol declaration, IMethodSymbol member, KernelCompilation kernel, Location location) =>
        Diagnostic.Create(
            HazardRules.ContractAdded, location,
            function.MethodKind == MethodKind.AnonymousFunction ? "The lambda" : "'" + Members.NameOf(function) + "'",
            Members.NameOf(declaration), kernel.Contracts.Of(member).Attribute());

    private static IMethodSymbol? Function(IOperation target) => target switch
    {
        IMethodReferenceOperation reference => reference.Method,
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        { Type: INamedTypeSymbol { DelegateInvokeMethod: { } invoke } } => invoke,
        _ => null,
    };
}
