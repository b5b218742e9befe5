// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Engine;

/// <summary>The body that the rules are looking at, and the facts that they note about it.</summary>
internal sealed class JudgedBody(FunctionInstance instance, BodyFacts facts, KernelCompilation kernel)
{
    public FunctionInstance Instance => instance;

    public IMethodSymbol Function => instance.Function;

    public KernelCompilation Kernel => kernel;

    /// <summary>The type with this instance's type arguments substituted.</summary>
    public ITypeSymbol? TypeOf(ITypeSymbol? type) => instance.Types.Apply(type);

    public void Report(HazardRule rule, IOperation operation, string what) => Report(rule, operation.Syntax.GetLocation(), what);

    public void Report(HazardRule rule, Location location, string what, string? witness = null) =>
        Report(rule, rule.Hazards, location, what, witness);

    /// <summary>Reports an operation whose hazards differ from the usual ones of its rule.</summary>
    public void Report(HazardRule rule, Hazards hazards, Location location, string what, string? witness = null) =>
        facts.Hazards.Add(new HazardousOperation(rule, hazards, what, location, witness));

    /// <summary>Notes a call of a function in source.</summary>
    public void Call(FunctionInstance callee, Location location, Hazards excluded) =>
        facts.Calls.Add(new FollowedCall(callee, location, excluded));
}
