// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Rules;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Engine;

/// <summary>A body while the rules look at it: whose it is, and where to note what it does.</summary>
internal sealed class JudgedBody(FunctionInstance instance, BodyFacts facts, KernelCompilation kernel)
{
    public FunctionInstance Instance => instance;

    public IMethodSymbol Function => instance.Function;

    public KernelCompilation Kernel => kernel;

    /// <summary>A type of the source as it is in this instance.</summary>
    public ITypeSymbol? TypeOf(ITypeSymbol? type) => instance.Types.Apply(type);

    public void Report(DiagnosticDescriptor rule, IOperation operation, string what) => Report(rule, operation.Syntax.GetLocation(), what);

    public void Report(DiagnosticDescriptor rule, Location location, string what, string? witness = null) =>
        Report(rule, HazardRules.HazardsOf(rule), location, what, witness);

    public void Report(DiagnosticDescriptor rule, Hazards hazards, Location location, string what, string? witness = null) =>
        facts.Faults.Add(new HazardousOperation(rule, hazards, what, location, witness));

    /// <summary>Notes a call of a function in source.</summary>
    public void Call(FunctionInstance callee, Location location, Hazards excluded) => facts.Edges.Add(new FollowedCall(callee, location, excluded));
}
