// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Flow;
using Kernel.Analyzers.Library;
using Kernel.Analyzers.Library.Summaries;
using Kernel.Analyzers.Publication;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Locks;

/// <summary>What the lock analysis of one body needs from the compilation, and its reports.</summary>
/// <param name="contracts">What members do to locks.</param>
/// <param name="kernel">The compilation.</param>
/// <param name="barriers">What calls do to words that they are given.</param>
/// <param name="report">Receives the reports.</param>
/// <param name="touched">Receives each reference to a guarded member, and whether its lock is held there; null if nobody asks.</param>
internal sealed class LockFlowContext(
    LockContracts contracts, KernelCompilation kernel, Barriers barriers, Action<Diagnostic> report,
    Action<IOperation, bool>? touched = null)
{
    private readonly ConcurrentDictionary<(string, Location), bool> _reported = new();

    public LockContracts Contracts => contracts;

    public Barriers Barriers => barriers;

    /// <summary>Whether only the locks at guarded members are asked for, not the reports.</summary>
    public bool IsSilent => touched is not null;

    public void Touched(IOperation reference, bool isHeld) => touched?.Invoke(reference, isHeld);

    /// <summary>Reports each rule once per place.</summary>
    public void Report(Diagnostic diagnostic)
    {
        if (_reported.TryAdd((diagnostic.Id, diagnostic.Location), true))
            report(diagnostic);
    }

    /// <summary>Whether the member may put its caller to sleep. Without a contract its body decides.</summary>
    public bool MaySleep(IMethodSymbol method) => kernel.Contracts.Of(method) switch
    {
        Contract.MightSleep => true,
        not Contract.None => false,
        _ when kernel.IsSource(method) =>
            HasBodyToSearch(method) && kernel.Search.Find(kernel.InstanceOf(method), Hazards.Blocks) is not null,
        _ => LibraryEffects.Of(method) switch
        {
            LibraryEffect.Blocks => true,
            LibraryEffect.Unknown =>
                kernel.Summaries.Of(method) is { } summary && (summary.Flags & SummaryFlags.Blocks) != 0 && IsAboutWaiting(method),
            _ => false,
        },
    };

    private static bool HasBodyToSearch(IMethodSymbol method) =>
        !method.IsAbstract && !method.IsExtern && !Members.IsSynthesized(method) && !Members.IsAutomatic(method) &&
        method.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.PropertyGet or MethodKind.PropertySet;

    /// <summary>
    /// Whether the member implements its lock itself: the lock is a name without an object, or the body calls no other lock operation. What
    /// it declares is then taken on trust.
    /// </summary>
    public bool IsPrimitive(IMethodSymbol method) =>
        contracts.Of(method).Any(effect => ObjectPath.RootOf(effect.Name) is null) || !HasLockCalls(method);

    /// <summary>Whether the lock with the path is declared to be taken after the lock in the field of the same object.</summary>
    public static bool DeclaredAfter(string heldPath, string? prefix, ISymbol field)
    {
        var name = heldPath.Substring(heldPath.LastIndexOf('.') + 1);
        if (prefix is not null && heldPath != prefix + "." + name)
            return false;
        return ComesAfter(field.ContainingType, name, field.Name, []);
    }

    private static bool ComesAfter(INamedTypeSymbol type, string later, string earlier, HashSet<string> seen) =>
        seen.Add(later) &&
        type.GetMembers(later)
            .SelectMany(held => KernelAttributes.On(held, LockAttributes.AcquiredAfter))
            .SelectMany(KernelAttributes.NamesIn)
            .Any(name => name == earlier || ComesAfter(type, name, earlier, seen));

    /// <summary>Whether waiting is what the library member is for; others may only wait incidentally, for memory or a first use.</summary>
    private static bool IsAboutWaiting(IMethodSymbol method) =>
        method.ContainingNamespace.ToDisplayString() is "System.Threading" or "System.Threading.Tasks" or "System.IO" ||
        method.ContainingType.Name == "Console";

    private bool HasLockCalls(IMethodSymbol method) =>
        kernel.Bodies.Of(method).SelectMany(body => body.DescendantsAndSelf())
            .OfType<IInvocationOperation>()
            .Any(invocation => !contracts.Of(invocation.TargetMethod).IsEmpty);
}
