// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Engine;

/// <summary>A rule on what code under a contract may not do.</summary>
/// <param name="descriptor">How a violation is reported.</param>
/// <param name="hazards">The hazards of an operation that breaks the rule; none if the rule holds under every contract.</param>
internal sealed class HazardRule(DiagnosticDescriptor descriptor, Hazards hazards)
{
    public DiagnosticDescriptor Descriptor => descriptor;

    public Hazards Hazards => hazards;
}
