// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Engine;

/// <summary>A call with the type arguments of one function instance substituted.</summary>
internal readonly struct ResolvedCall
{
    private ResolvedCall(IMethodSymbol target, ITypeSymbol? receiver, bool isBase)
    {
        Target = target;
        IsOpen = !isBase && Members.IsOpen(target, receiver);
        IsBoxed = receiver is { IsValueType: true, TypeKind: not TypeKind.TypeParameter } &&
            target is { IsStatic: false, ContainingType.TypeKind: TypeKind.Class };
        Receiver = receiver;
    }

    public IMethodSymbol Target { get; }

    public ITypeSymbol? Receiver { get; }

    /// <summary>Whether the call is dispatched at run time and may reach a body other than the target's.</summary>
    public bool IsOpen { get; }

    /// <summary>Whether the receiver is a struct that is boxed, because it inherits the member from a class.</summary>
    public bool IsBoxed { get; }

    public static ResolvedCall Of(SourceCall call, FunctionInstance caller)
    {
        var target = caller.Types.Apply(call.Target);
        var receiver = caller.Types.Apply(call.Receiver);
        var isDispatched = call.Receiver is ITypeParameterSymbol && receiver is not ITypeParameterSymbol;
        return new ResolvedCall(isDispatched ? ImplementationIn(receiver!, target) ?? target : target, receiver, call.IsBase);
    }

    /// <summary>A member that compiled code calls on a type variable, resolved for the type argument.</summary>
    public static ResolvedCall OnType(IMethodSymbol member, ITypeSymbol type) =>
        new(ImplementationIn(type, member) ?? member, type, isBase: false);

    /// <summary>The implementation, in a type argument, of a member that is called on the type variable; null if there is none.</summary>
    private static IMethodSymbol? ImplementationIn(ITypeSymbol type, IMethodSymbol member)
    {
        if (member.ContainingType.TypeKind == TypeKind.Interface)
            return Constructed(type.FindImplementationForInterfaceMember(member.ConstructedFrom) as IMethodSymbol, member);

        for (var holder = type; holder is not null; holder = holder.BaseType)
        {
            foreach (var candidate in holder.GetMembers(member.Name).OfType<IMethodSymbol>())
            {
                if (Overrides(candidate, member))
                    return Constructed(candidate, member);
            }
        }

        return null;
    }

    private static IMethodSymbol? Constructed(IMethodSymbol? implementation, IMethodSymbol member) =>
        implementation is { Arity: > 0 } && implementation.Arity == member.Arity
            ? implementation.ConstructedFrom.Construct([.. member.TypeArguments])
            : implementation;

    private static bool Overrides(IMethodSymbol candidate, IMethodSymbol member)
    {
        for (var method = candidate; method is not null; method = method.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, member.OriginalDefinition))
                return true;
        }

        return false;
    }
}
