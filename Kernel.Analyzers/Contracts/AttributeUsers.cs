// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Contracts;

/// <summary>The assemblies whose members can have any of the named attributes. Attributes are only looked for there.</summary>
internal sealed class AttributeUsers(Compilation compilation, params IEnumerable<string> names)
{
    private readonly ConcurrentDictionary<IAssemblySymbol, bool> _assemblies = new(SymbolEqualityComparer.Default);

    private readonly string[] _declaring = [.. names
        .SelectMany(name => KernelAttributes.Declarations(compilation, name))
        .Select(type => type.ContainingAssembly.Name)
        .Distinct()];

    /// <summary>Whether the compilation or a reference declares any of the attributes.</summary>
    public bool Any => _declaring.Length > 0;

    /// <summary>Whether the assembly declares or references the attributes.</summary>
    public bool Include(IAssemblySymbol? assembly) => assembly is not null && _assemblies.GetOrAdd(assembly, Knows);

    private bool Knows(IAssemblySymbol assembly) =>
        SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly) ||
        _declaring.Contains(assembly.Name) ||
        assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => _declaring.Contains(reference.Name)));
}
