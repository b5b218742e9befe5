// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Rules;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.RealMode;

/// <summary>Holds a function to the contract that it is under, and reports what breaks it: in its own body, or down the calls.</summary>
internal static class ContractVerifier
{
    private const string Arrow = " → ";

    public static void Judge(IMethodSymbol function, KernelCompilation kernel, Action<Diagnostic> report)
    {
        var contract = kernel.Contracts.Of(function);
        var forbidden = contract.Forbids();
        if (forbidden == Hazards.None || function.IsAbstract || SynthesizedMembers.Is(function) || IsOtherPart(function))
            return;

        // An operation that implies several calls is at fault once under each rule. That a callee makes no promise matters only where
        // it does no harm either; and what has been condemned as an allocation needs no word on the constructor.
        var reported = new HashSet<(DiagnosticDescriptor, Location)>();
        var places = new HashSet<Location>();
        foreach (var (fault, location, path, functions) in FaultsOf(function, forbidden, kernel).OrderBy(found => found.Fault.Rule == HazardRules.UnannotatedCallee).ThenBy(found => found.Fault.Rule != HazardRules.Allocation))
        {
            if (IsOwn(location, function, kernel) && !reported.Contains((HazardRules.Allocation, location)) && reported.Add((fault.Rule, location)) &&
                (places.Add(location) || fault.Rule != HazardRules.UnannotatedCallee))
            {
                report(Create(fault, location, path, functions, contract));
            }
        }
    }

    /// <summary>Would the function keep the contract if it were verified?</summary>
    public static bool Keeps(IMethodSymbol function, Contract contract, KernelCompilation kernel) =>
        !FaultsOf(function, contract.Forbids(), kernel).Any(found => found.Fault.Rule != HazardRules.UnannotatedCallee);

    /// <summary>What the function does that is forbidden, by itself and through its callees.</summary>
    private static IEnumerable<(HazardousOperation Fault, Location Location, ImmutableArray<Location> Path, ImmutableArray<IMethodSymbol> Functions)> FaultsOf(
        IMethodSymbol function, Hazards forbidden, KernelCompilation kernel)
    {
        var facts = kernel.FactsOf(kernel.InstanceOf(function));
        foreach (var fault in facts.Faults)
        {
            if (fault.Hazards == Hazards.None || (fault.Hazards & forbidden) != Hazards.None)
                yield return (fault, fault.Location, [], [function]);
        }

        foreach (var edge in facts.Edges)
        {
            var left = forbidden & ~edge.Excluded;
            if (left != Hazards.None && kernel.Inference.Find(edge.Callee, left) is { } chain)
                yield return (chain.Fault, edge.Location, chain.Locations, [function, .. chain.Functions]);
        }
    }

    private static Diagnostic Create(
        HazardousOperation fault, Location location, ImmutableArray<Location> path, ImmutableArray<IMethodSymbol> functions, Contract contract)
    {
        var names = functions.Select(function => Members.NameOf(function));
        if (fault.Witness is not null)
            names = names.Concat([fault.Witness]);
        var way = functions.Length > 1 || fault.Witness is not null ? ": " + string.Join(Arrow, names) : "";
        return Diagnostic.Create(fault.Rule, location, path, fault.What, Members.NameOf(functions[0]), contract.Attribute(), way);
    }

    /// <summary>Of the two parts of a partial method one has the body.</summary>
    private static bool IsOtherPart(IMethodSymbol function) => function.PartialImplementationPart is not null;

    /// <summary>The initializers of the fields are part of every constructor; they are reported with the first.</summary>
    private static bool IsOwn(Location location, IMethodSymbol function, KernelCompilation kernel) =>
        function.MethodKind != MethodKind.Constructor ||
        function.DeclaringSyntaxReferences.Any(reference => IsInside(location, reference)) ||
        function.Locations.Contains(location) ||
        SymbolEqualityComparer.Default.Equals(function, FirstToInitialize(function, kernel));

    private static bool IsInside(Location location, SyntaxReference declaration) =>
        location.SourceTree == declaration.SyntaxTree && declaration.GetSyntax() is Microsoft.CodeAnalysis.CSharp.Syntax.ConstructorDeclarationSyntax &&
        declaration.Span.Contains(location.SourceSpan);

    private static IMethodSymbol? FirstToInitialize(IMethodSymbol function, KernelCompilation kernel) =>
        function.ContainingType.InstanceConstructors.FirstOrDefault(constructor =>
            kernel.Contracts.Of(constructor).Forbids() != Hazards.None && !FunctionBodies.LeavesItToAnother(constructor));
}
