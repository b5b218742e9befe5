// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Flow;
using Kernel.Analyzers.Library.Summaries;
using Kernel.Analyzers.Library;
using Kernel.Analyzers.Rules;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Locks;

/// <summary>What the flow through one body asks of the compilation, and where it reports.</summary>
internal sealed class LockFlowContext(LockContracts contracts, KernelCompilation kernel, Action<Diagnostic> report)
{
    private readonly ConcurrentDictionary<(string, Location), bool> _reported = new();

    public LockContracts Contracts => contracts;

    /// <summary>Reports once what is found at one place, however many ways lead there.</summary>
    public void Report(Diagnostic diagnostic)
    {
        if (_reported.TryAdd((diagnostic.Id, diagnostic.Location), true))
            report(diagnostic);
    }

    /// <summary>May the member put its caller to sleep? Bodies without a contract are looked into.</summary>
    public bool MaySleep(IMethodSymbol method) => kernel.Contracts.Of(method) switch
    {
        Contract.MightSleep => true,
        not Contract.None => false,
        _ when kernel.IsSource(method) => !method.IsAbstract && !method.IsExtern && !SynthesizedMembers.Is(method) && !Members.IsAutomatic(method) &&
            method.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.PropertyGet or MethodKind.PropertySet &&
            kernel.Inference.Find(kernel.InstanceOf(method), Hazards.Blocks) is not null,
        _ => LibraryEffects.Of(method) switch
        {
            LibraryEffect.Blocks => true,
            LibraryEffect.Unknown => kernel.Summaries.Of(method) is { } summary && (summary.Flags & SummaryFlags.Blocks) != 0 && IsAboutWaiting(method),
            _ => false,
        },
    };

    /// <summary>Is the member declared to do what its body does by means that nobody can follow?</summary>
    public bool IsPrimitive(IMethodSymbol method) => contracts.Of(method).Any(effect => ObjectPath.RootOf(effect.Name) is null) || !HasLockCalls(method);

    /// <summary>Is the lock with the path declared to come after the field, in the same object?</summary>
    public static bool DeclaredAfter(string heldPath, string? prefix, ISymbol field)
    {
        var name = heldPath.Substring(heldPath.LastIndexOf('.') + 1);
        if (prefix is not null && heldPath != prefix + "." + name)
            return false;
        return ComesAfter(field.ContainingType, name, field.Name, []);
    }

    private static bool ComesAfter(INamedTypeSymbol type, string later, string earlier, HashSet<string> seen) => seen.Add(later) && type.GetMembers(later)
        .SelectMany(held => KernelAttributes.On(held, LockAttributes.AcquiredAfter))
        .SelectMany(KernelAttributes.NamesIn)
        .Any(name => name == earlier || ComesAfter(type, name, earlier, seen));

    // A library call that may wait on its way, for memory or for a first use, is not what the rule is about.
    private static bool IsAboutWaiting(IMethodSymbol method) =>
        method.ContainingNamespace.ToDisplayString() is "System.Threading" or "System.Threading.Tasks" or "System.IO" || method.ContainingType.Name == "Console";

    private bool HasLockCalls(IMethodSymbol method) =>
        kernel.Bodies.Of(method).SelectMany(body => body.DescendantsAndSelf())
            .OfType<IInvocationOperation>()
            .Any(invocation => !contracts.Of(invocation.TargetMethod).IsEmpty);
}
