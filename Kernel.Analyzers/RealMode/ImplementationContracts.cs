// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.RealMode;

/// <summary>
/// A call of a delegate, an interface member or a virtual member is judged by the contract of that declaration. So every function that
/// implements the declaration must have the contract; it may have a stricter one.
/// </summary>
internal static class ImplementationContracts
{
    public static void JudgeDelegate(IOperation operation, KernelCompilation kernel, Action<Diagnostic> report)
    {
        if (operation is IDelegateCreationOperation { Type: INamedTypeSymbol { DelegateInvokeMethod: { } invoke } type } creation &&
            Function(creation.Target) is { } function && Lacks(function, invoke, kernel))
        {
            report(Create(function, type, invoke, kernel, creation.Syntax.GetLocation()));
        }
    }

    public static void JudgeOverride(IMethodSymbol method, KernelCompilation kernel, Action<Diagnostic> report)
    {
        if (method.OverriddenMethod is { } overridden && Lacks(method, overridden, kernel))
            report(Create(method, overridden, overridden, kernel, method.Locations[0]));
    }

    public static void JudgeImplementations(INamedTypeSymbol type, KernelCompilation kernel, Action<Diagnostic> report)
    {
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct))
            return;

        var members = type.AllInterfaces.Where(kernel.Contracts.HasContracts).SelectMany(implemented => implemented.GetMembers());
        foreach (var member in members.OfType<IMethodSymbol>())
        {
            if (type.FindImplementationForInterfaceMember(member) is IMethodSymbol implementation && Lacks(implementation, member, kernel))
                report(Create(implementation, member, member, kernel, type.Locations[0]));
        }
    }

    private static bool Lacks(IMethodSymbol function, IMethodSymbol declaration, KernelCompilation kernel) =>
        kernel.Contracts.Of(declaration) is var declared &&
        declared.Excludes() != Hazards.None && !kernel.Contracts.Of(function).Covers(declared);

    private static Diagnostic Create(
        IMethodSymbol function, ISymbol declaration, IMethodSymbol member, KernelCompilation kernel, Location location) =>
        Diagnostic.Create(
            ContractDescriptors.ContractMissing, location,
            function.MethodKind == MethodKind.AnonymousFunction ? "The lambda" : Members.Quoted(function),
            Members.NameOf(declaration), kernel.Contracts.Of(member).Attribute());

    private static IMethodSymbol? Function(IOperation target) => target switch
    {
        IMethodReferenceOperation reference => reference.Method,
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        { Type: INamedTypeSymbol { DelegateInvokeMethod: { } invoke } } => invoke,
        _ => null,
    };
}
