// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Kernel.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Locks;

/// <summary>What members do to locks, according to their attributes or, for the locks of .NET, built in.</summary>
internal sealed class LockContracts
{
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<LockEffect>> _effects = new(SymbolEqualityComparer.Default);

    public ImmutableArray<LockEffect> Of(IMethodSymbol method) =>
        _effects.GetOrAdd((method.ReducedFrom ?? method).OriginalDefinition, Read);

    /// <summary>Whether the type is the spin lock of .NET.</summary>
    public static bool IsSpinLock(ITypeSymbol? type) => Name(type) == "System.Threading.SpinLock";

    private static ImmutableArray<LockEffect> Read(IMethodSymbol method)
    {
        var known = Known(method);
        return known.IsEmpty ? [.. Declared(method)] : known;
    }

    private static IEnumerable<LockEffect> Declared(IMethodSymbol method)
    {
        IEnumerable<ISymbol> holders = method.MethodKind == MethodKind.DelegateInvoke ? [method.ContainingType]
            : method.AssociatedSymbol is { } associated ? [method, associated] : [method];
        return
            from holder in holders
            from attribute in holder.GetAttributes()
            where LockAttributes.IsAny(attribute) &&
                attribute.AttributeClass!.Name is not (LockAttributes.GuardedBy or LockAttributes.AcquiredAfter)
            from name in KernelAttributes.NamesIn(attribute)
            select EffectOf(attribute, name);
    }

    private static LockEffect EffectOf(AttributeData attribute, string name)
    {
        bool Has(string flag) => LockAttributes.Flag(attribute, flag);
        return attribute.AttributeClass!.Name switch
        {
            LockAttributes.Acquires => new LockEffect(LockEffectKind.Acquires, name, Has("Spins"), Has("Nests")),
            LockAttributes.TryAcquires => new LockEffect(
                LockEffectKind.Tries, name, Has("Spins"), result: attribute.ConstructorArguments[0].Value is true, isInWord: Has("InWord")),
            LockAttributes.Releases => new LockEffect(Has("IfHeld") ? LockEffectKind.ReleasesIfHeld : LockEffectKind.Releases, name),
            _ => new LockEffect(LockEffectKind.Needs, name, Has("Spins")),
        };
    }

    /// <summary>The locks of .NET.</summary>
    private static ImmutableArray<LockEffect> Known(IMethodSymbol method)
    {
        var hasFlag = method.Parameters.LastOrDefault() is { RefKind: RefKind.Ref };
        return (Name(method.ContainingType), method.Name) switch
        {
            ("System.Threading.SpinLock", "Enter" or "TryEnter") => [new LockEffect(LockEffectKind.AcquiresWithFlag, "this", spins: true)],
            ("System.Threading.SpinLock", "Exit") => [new LockEffect(LockEffectKind.Releases, "this")],
            ("System.Threading.Lock", "Enter") => [new LockEffect(LockEffectKind.Acquires, "this", nests: true)],
            ("System.Threading.Lock", "TryEnter") => [new LockEffect(LockEffectKind.Tries, "this", nests: true)],
            ("System.Threading.Lock", "EnterScope") => [new LockEffect(LockEffectKind.AcquiresScope, "this", nests: true)],
            ("System.Threading.Lock", "Exit") => [new LockEffect(LockEffectKind.Releases, "this")],
            ("System.Threading.Monitor", "Enter" or "TryEnter") when hasFlag =>
                [new LockEffect(LockEffectKind.AcquiresWithFlag, "obj", nests: true)],
            ("System.Threading.Monitor", "Enter") => [new LockEffect(LockEffectKind.Acquires, "obj", nests: true)],
            ("System.Threading.Monitor", "TryEnter") => [new LockEffect(LockEffectKind.Tries, "obj", nests: true)],
            ("System.Threading.Monitor", "Exit") => [new LockEffect(LockEffectKind.Releases, "obj")],
            ("System.Threading.Monitor", "Wait" or "Pulse" or "PulseAll") => [new LockEffect(LockEffectKind.Needs, "obj")],
            _ => [],
        };
    }

    private static string? Name(ITypeSymbol? type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: "Threading", ContainingNamespace: { Name: "System" } system } } &&
        system.ContainingNamespace.IsGlobalNamespace
            ? "System.Threading." + type.Name
            : null;
}
