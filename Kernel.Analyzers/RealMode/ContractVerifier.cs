// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Rules;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.Analyzers.RealMode;

/// <summary>
/// Verifies that a function keeps its contract, and reports what breaks it, in its own body or in the functions it calls.
/// </summary>
internal static class ContractVerifier
{
    private const string Arrow = " → ";

    public static void Judge(IMethodSymbol function, KernelCompilation kernel, Action<Diagnostic> report)
    {
        var contract = kernel.Contracts.Of(function);
        var forbidden = contract.Forbids();
        if (forbidden == Hazards.None || function.IsAbstract || Members.IsSynthesized(function) || HasBodyInOtherPart(function))
            return;

        // One place may break several rules, each of which is reported once. After an allocation report the constructor's call is
        // skipped, and a missing attribute on the callee is reported only where nothing else is.
        var violations = ViolationsOf(function, forbidden, kernel)
            .OrderBy(violation => violation.Rule == HazardRules.UnannotatedCallee)
            .ThenBy(violation => violation.Rule != HazardRules.Allocation);
        var reported = new HashSet<(HazardRule, Location)>();
        var places = new HashSet<Location>();
        foreach (var violation in violations)
        {
            var location = violation.Location;
            if (IsReportedBy(function, location, kernel) && !reported.Contains((HazardRules.Allocation, location)) &&
                reported.Add((violation.Rule, location)) && (places.Add(location) || violation.Rule != HazardRules.UnannotatedCallee))
            {
                report(Create(violation, contract));
            }
        }
    }

    /// <summary>Whether the function would keep the contract if it were verified.</summary>
    public static bool Keeps(IMethodSymbol function, Contract contract, KernelCompilation kernel) =>
        ViolationsOf(function, contract.Forbids(), kernel).All(violation => violation.Rule == HazardRules.UnannotatedCallee);

    /// <summary>The forbidden operations of the function itself, and its calls that lead to one.</summary>
    private static IEnumerable<Violation> ViolationsOf(IMethodSymbol function, Hazards forbidden, KernelCompilation kernel)
    {
        var facts = kernel.FactsOf(kernel.InstanceOf(function));
        foreach (var operation in facts.Hazards)
        {
            if (operation.Hazards == Hazards.None || (operation.Hazards & forbidden) != Hazards.None)
                yield return new Violation(operation, operation.Location, [], [function]);
        }

        foreach (var call in facts.Calls)
        {
            var left = forbidden & ~call.Excluded;
            if (left != Hazards.None && kernel.Search.Find(call.Callee, left) is { } chain)
                yield return new Violation(chain.End, call.Location, chain.Locations, [function, .. chain.Functions]);
        }
    }

    private static Diagnostic Create(Violation violation, Contract contract)
    {
        var names = violation.Functions.Select(function => Members.NameOf(function)).ToList();
        if (violation.Operation.Witness is { } witness)
            names.Add(witness);
        var chain = names.Count > 1 ? ": " + string.Join(Arrow, names) : "";
        return Diagnostic.Create(
            violation.Rule.Descriptor, violation.Location, violation.Path, violation.Operation.What, names[0], contract.Attribute(), chain);
    }

    private static bool HasBodyInOtherPart(IMethodSymbol function) => function.PartialImplementationPart is not null;

    /// <summary>
    /// Field initializers are part of every constructor; what is wrong with them is reported for the first constructor only.
    /// </summary>
    private static bool IsReportedBy(IMethodSymbol function, Location location, KernelCompilation kernel) =>
        function.MethodKind != MethodKind.Constructor ||
        function.DeclaringSyntaxReferences.Any(reference => IsInside(location, reference)) ||
        function.Locations.Contains(location) ||
        SymbolEqualityComparer.Default.Equals(function, FirstToInitialize(function, kernel));

    private static bool IsInside(Location location, SyntaxReference declaration) =>
        location.SourceTree == declaration.SyntaxTree && declaration.GetSyntax() is ConstructorDeclarationSyntax &&
        declaration.Span.Contains(location.SourceSpan);

    private static IMethodSymbol? FirstToInitialize(IMethodSymbol function, KernelCompilation kernel) =>
        function.ContainingType.InstanceConstructors.FirstOrDefault(constructor =>
            kernel.Contracts.Of(constructor).Forbids() != Hazards.None && !FunctionBodies.CallsThis(constructor));

    /// <summary>A forbidden operation that a function reaches.</summary>
    private sealed class Violation(
        HazardousOperation operation, Location location, ImmutableArray<Location> path, ImmutableArray<IMethodSymbol> functions)
    {
        public HazardousOperation Operation => operation;

        public HazardRule Rule => operation.Rule;

        /// <summary>Where it is reported: the operation itself, or the call that leads to it.</summary>
        public Location Location => location;

        /// <summary>The further locations down the chain; empty for an operation of the function itself.</summary>
        public ImmutableArray<Location> Path => path;

        public ImmutableArray<IMethodSymbol> Functions => functions;
    }
}
