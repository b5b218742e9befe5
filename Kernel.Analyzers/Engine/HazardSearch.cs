// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using Kernel.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Engine;

/// <summary>
/// Judges functions without a contract by their bodies, to any depth. A search goes through the calls breadth first, so the chain that it
/// finds is the shortest one; a recursive call is a place where it has been. Whatever a vain search has seen is clean for good.
/// </summary>
internal sealed class HazardSearch(Func<FunctionInstance, BodyFacts> factsOf)
{
    private readonly ConcurrentDictionary<(FunctionInstance Function, Hazards Forbidden), CallChain?> _verdicts = new();

    /// <summary>How the function comes to do something that is forbidden, what blocks before anything else; null if it does not.</summary>
    public CallChain? Find(FunctionInstance function, Hazards forbidden) =>
        _verdicts.TryGetValue((function, forbidden), out var known) ? known : Search(function, forbidden);

    private CallChain? Search(FunctionInstance function, Hazards forbidden)
    {
        var steps = new List<Step> { new(function, forbidden, null, null) };
        var seen = new HashSet<(FunctionInstance, Hazards)> { (function, forbidden) };
        (Step Step, HazardousOperation Fault)? found = null;
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            var facts = factsOf(step.Function);
            foreach (var fault in facts.Faults)
            {
                if ((fault.Hazards & step.Forbidden) == Hazards.None)
                    continue;

                found ??= (step, fault);
                if (fault.Hazards == Hazards.Blocks)
                    return Remember(function, forbidden, step, fault);
            }

            foreach (var edge in facts.Edges)
            {
                var left = step.Forbidden & ~edge.Excluded;
                if (left != Hazards.None && !IsKnownToBeClean(edge.Callee, left) && seen.Add((edge.Callee, left)))
                    steps.Add(new Step(edge.Callee, left, step, edge.Location));
            }
        }

        if (found is { } worst)
            return Remember(function, forbidden, worst.Step, worst.Fault);

        foreach (var step in steps)
            _verdicts.TryAdd((step.Function, step.Forbidden), null);
        return null;
    }

    private bool IsKnownToBeClean(FunctionInstance function, Hazards forbidden) =>
        _verdicts.TryGetValue((function, forbidden), out var verdict) && verdict is null;

    private CallChain Remember(FunctionInstance function, Hazards forbidden, Step last, HazardousOperation fault)
    {
        var functions = new List<IMethodSymbol>();
        var locations = new List<Location> { fault.Location };
        for (var step = last; step is not null; step = step.Caller)
        {
            functions.Add(step.Function.Function);
            if (step.Call is { } call)
                locations.Add(call);
        }

        functions.Reverse();
        locations.Reverse();
        var chain = new CallChain([.. functions], [.. locations], fault);
        _verdicts.TryAdd((function, forbidden), chain);
        return chain;
    }

    private sealed class Step(FunctionInstance function, Hazards forbidden, Step? caller, Location? call)
    {
        public FunctionInstance Function => function;

        public Hazards Forbidden => forbidden;

        public Step? Caller => caller;

        public Location? Call => call;
    }
}
