// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Kernel.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Locks;

/// <summary>What members do to locks: by their attributes, or known of the locks of .NET.</summary>
internal sealed class LockContracts
{
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<LockEffect>> _effects = new(SymbolEqualityComparer.Default);

    public ImmutableArray<LockEffect> Of(IMethodSymbol method) => _effects.GetOrAdd((method.ReducedFrom ?? method).OriginalDefinition, Read);

    /// <summary>Does a lock of the type spin?</summary>
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
        foreach (var holder in holders)
        {
            foreach (var attribute in holder.GetAttributes().Where(attribute => LockAttributes.IsAny(attribute) && attribute.AttributeClass!.Name is not (LockAttributes.GuardedBy or LockAttributes.AcquiredAfter)))
            {
                foreach (var name in KernelAttributes.NamesIn(attribute))
                {
                    yield return attribute.AttributeClass!.Name switch
                    {
                        LockAttributes.Acquires => new LockEffect(
                            LockEffectKind.Acquires, name, LockAttributes.Flag(attribute, "Spins"), LockAttributes.Flag(attribute, "Nests")),
                        LockAttributes.TryAcquires => new LockEffect(
                            LockEffectKind.Tries, name, LockAttributes.Flag(attribute, "Spins"), result: attribute.ConstructorArguments[0].Value is true, isInWord: LockAttributes.Flag(attribute, "InWord")),
                        LockAttributes.Releases => new LockEffect(LockAttributes.Flag(attribute, "IfHeld") ? LockEffectKind.ReleasesIfHeld : LockEffectKind.Releases, name),
                        _ => new LockEffect(LockEffectKind.Needs, name, LockAttributes.Flag(attribute, "Spins")),
                    };
                }
            }
        }
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
            ("System.Threading.Monitor", "Enter" or "TryEnter") when hasFlag => [new LockEffect(LockEffectKind.AcquiresWithFlag, "obj", nests: true)],
            ("System.Threading.Monitor", "Enter") => [new LockEffect(LockEffectKind.Acquires, "obj", nests: true)],
            ("System.Threading.Monitor", "TryEnter") => [new LockEffect(LockEffectKind.Tries, "obj", nests: true)],
            ("System.Threading.Monitor", "Exit") => [new LockEffect(LockEffectKind.Releases, "obj")],
            ("System.Threading.Monitor", "Wait" or "Pulse" or "PulseAll") => [new LockEffect(LockEffectKind.Needs, "obj")],
            _ => [],
        };
    }

    private static string? Name(ITypeSymbol? type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } }
            ? "System.Threading." + type.Name
            : null;
}
