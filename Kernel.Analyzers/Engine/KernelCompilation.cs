// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Library;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Kernel.Analyzers.Engine;

/// <summary>What the rules share while one compilation is analysed.</summary>
internal sealed class KernelCompilation
{
    /// <summary>
    /// How deeply function instances and type arguments may be nested. A generic function that calls itself with ever larger types has no
    /// end; a call beyond this depth is not followed but reported (KRN1504).
    /// </summary>
    public const int MaxDepth = 12;

    private readonly INamedTypeSymbol? _disposable;
    private readonly BodyReader _reader;
    private readonly ConcurrentDictionary<FunctionInstance, BodyFacts> _facts = new();

    /// <param name="compilation">The compilation.</param>
    /// <param name="options">Options, whose additional files may hold summaries of referenced assemblies.</param>
    /// <param name="rules">The rules that judge bodies.</param>
    public KernelCompilation(Compilation compilation, AnalyzerOptions options, ImmutableArray<OperationRule> rules)
    {
        Compilation = compilation;
        Summaries = new LibrarySummaries(options);
        Contracts = new ContractReader(compilation);
        Bodies = new FunctionBodies(compilation);
        StaticInitializers = new StaticInitializers(Bodies);
        Search = new HazardSearch(FactsOf);
        _reader = new BodyReader(rules);
        _disposable = compilation.GetTypeByMetadataName("System.IDisposable");
    }

    public Compilation Compilation { get; }

    public ContractReader Contracts { get; }

    public FunctionBodies Bodies { get; }

    public LibrarySummaries Summaries { get; }

    public StaticInitializers StaticInitializers { get; }

    public HazardSearch Search { get; }

    /// <summary>Whether any delegate type in the compilation or its references states a contract.</summary>
    public bool HasDelegatesWithContracts => DelegatesIn(Compilation.Assembly.GlobalNamespace)
        .Concat(Compilation.SourceModule.ReferencedAssemblySymbols
            .Where(Contracts.MayDeclare)
            .SelectMany(assembly => DelegatesIn(assembly.GlobalNamespace)))
        .Any(type => type.DelegateInvokeMethod is { } invoke && Contracts.Of(invoke) != Contract.None);

    /// <summary>How many function instances have been read so far.</summary>
    public int FunctionsRead => _facts.Count;

    /// <summary>What the function does itself.</summary>
    public BodyFacts FactsOf(FunctionInstance instance) => _facts.GetOrAdd(instance, key => _reader.Read(key, this));

    /// <summary>The function with its type arguments as declared and no delegate bound.</summary>
    public FunctionInstance InstanceOf(IMethodSymbol function) => new(function, null, [], Compilation);

    /// <summary>The function as a body calls it; null if it is nested more deeply than <see cref="MaxDepth"/>.</summary>
    public FunctionInstance? InstanceOf(IMethodSymbol function, FunctionInstance caller, ImmutableArray<FunctionInstance?> bindings)
    {
        var isNested = function.MethodKind is MethodKind.AnonymousFunction or MethodKind.LocalFunction;
        var instance = new FunctionInstance(function, isNested ? EnclosingOf(function, caller) : null, bindings, Compilation);
        return instance.Depth <= MaxDepth ? instance : null;
    }

    /// <summary>Whether the member is declared in the compilation itself, not in a reference.</summary>
    public bool IsSource(ISymbol member) => SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, Compilation.Assembly);

    /// <summary>The <c>Dispose</c> that a <c>using</c> of the resource calls, or null.</summary>
    public IMethodSymbol? DisposeOf(ITypeSymbol resource)
    {
        if (resource.IsRefLikeType)
            return Members.Parameterless(resource, "Dispose");
        if (_disposable is null)
            return null;

        var dispose = Members.Parameterless(_disposable, "Dispose");
        return dispose is null ? null : resource.FindImplementationForInterfaceMember(dispose) as IMethodSymbol ?? dispose;
    }

    private static IEnumerable<INamedTypeSymbol> DelegatesIn(INamespaceOrTypeSymbol container) =>
        container.GetMembers().SelectMany(member => member switch
        {
            INamedTypeSymbol { TypeKind: TypeKind.Delegate } type => [type],
            INamespaceOrTypeSymbol nested => DelegatesIn(nested),
            _ => [],
        });

    /// <summary>
    /// The instance in which a nested function is declared. The caller itself may be nested in it: a local function that calls itself, or
    /// a lambda that calls a local function beside it.
    /// </summary>
    private static FunctionInstance EnclosingOf(IMethodSymbol function, FunctionInstance caller)
    {
        for (var instance = caller; instance is not null; instance = instance.Enclosing)
        {
            if (instance.Declares(function))
                return instance;
        }

        return caller;
    }
}
