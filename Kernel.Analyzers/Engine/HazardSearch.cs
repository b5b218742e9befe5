// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using Kernel.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Engine;

/// <summary>
/// Searches functions without a contract, and the functions that they call, for forbidden operations. The search is breadth first, so the
/// chain it finds is a shortest one, and it visits each function once, so recursion ends. If nothing is found, every visited function is
/// cached as clean.
/// </summary>
internal sealed class HazardSearch(Func<FunctionInstance, BodyFacts> factsOf)
{
    private readonly ConcurrentDictionary<(FunctionInstance Function, Hazards Forbidden), CallChain?> _results = new();

    /// <summary>
    /// The chain of calls to a forbidden operation, preferring one that blocks; null if the function does nothing forbidden.
    /// </summary>
    public CallChain? Find(FunctionInstance function, Hazards forbidden) =>
        _results.TryGetValue((function, forbidden), out var known) ? known : Search(function, forbidden);

    private CallChain? Search(FunctionInstance function, Hazards forbidden)
    {
        var steps = new List<Step> { new(function, forbidden, null, null) };
        var seen = new HashSet<(FunctionInstance, Hazards)> { (function, forbidden) };
        (Step Step, HazardousOperation Operation)? found = null;
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            var facts = factsOf(step.Function);
            foreach (var operation in facts.Hazards)
            {
                if ((operation.Hazards & step.Forbidden) == Hazards.None)
                    continue;

                found ??= (step, operation);
                if (operation.Hazards == Hazards.Blocks)
                    return Remember(function, forbidden, step, operation);
            }

            foreach (var call in facts.Calls)
            {
                var left = step.Forbidden & ~call.Excluded;
                if (left != Hazards.None && !IsKnownToBeClean(call.Callee, left) && seen.Add((call.Callee, left)))
                    steps.Add(new Step(call.Callee, left, step, call.Location));
            }
        }

        if (found is { } nearest)
            return Remember(function, forbidden, nearest.Step, nearest.Operation);

        foreach (var step in steps)
            _results.TryAdd((step.Function, step.Forbidden), null);
        return null;
    }

    private bool IsKnownToBeClean(FunctionInstance function, Hazards forbidden) =>
        _results.TryGetValue((function, forbidden), out var chain) && chain is null;

    private CallChain Remember(FunctionInstance function, Hazards forbidden, Step last, HazardousOperation operation)
    {
        var functions = new List<IMethodSymbol>();
        var locations = new List<Location> { operation.Location };
        for (var step = last; step is not null; step = step.Caller)
        {
            functions.Add(step.Function.Function);
            if (step.Call is { } call)
                locations.Add(call);
        }

        functions.Reverse();
        locations.Reverse();
        var chain = new CallChain([.. functions], [.. locations], operation);
        _results.TryAdd((function, forbidden), chain);
        return chain;
    }

    /// <summary>A function that the search reaches, and the call that leads to it.</summary>
    private sealed class Step(FunctionInstance function, Hazards forbidden, Step? caller, Location? call)
    {
        public FunctionInstance Function => function;

        public Hazards Forbidden => forbidden;

        public Step? Caller => caller;

        public Location? Call => call;
    }
}
