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
    /// <summary>A function in functions in functions, or of types in types in types, is not followed beyond this depth, but unknown.</summary>
    private const int DeepestInstance = 12;

    private readonly INamedTypeSymbol? _disposable;
    private readonly ConcurrentDictionary<FunctionInstance, BodyFacts> _facts = new();

    public KernelCompilation(Compilation compilation, AnalyzerOptions options)
    {
        Compilation = compilation;
        Summaries = new LibrarySummaries(options);
        Contracts = new ContractReader(compilation);
        Bodies = new FunctionBodies(compilation);
        StaticInitializers = new StaticInitializers(Bodies);
        Inference = new HazardSearch(FactsOf);
        _disposable = compilation.GetTypeByMetadataName("System.IDisposable");
    }

    public Compilation Compilation { get; }

    public ContractReader Contracts { get; }

    public FunctionBodies Bodies { get; }

    public LibrarySummaries Summaries { get; }

    public StaticInitializers StaticInitializers { get; }

    public HazardSearch Inference { get; }

    /// <summary>Is there a delegate type that states a contract? Only then does it matter what is made a delegate anywhere.</summary>
    public bool HasDelegatesWithContracts => DelegatesIn(Compilation.Assembly.GlobalNamespace)
        .Concat(Compilation.SourceModule.ReferencedAssemblySymbols.Where(Contracts.MayDeclare).SelectMany(assembly => DelegatesIn(assembly.GlobalNamespace)))
        .Any(type => type.DelegateInvokeMethod is { } invoke && Contracts.Of(invoke) != Contract.None);

    /// <summary>How many functions have been read so far: each at most once for its type arguments and delegates.</summary>
    public int FunctionsRead => _facts.Count;

    /// <summary>What the function does by itself.</summary>
    public BodyFacts FactsOf(FunctionInstance instance) => _facts.GetOrAdd(instance, key => BodyReader.Read(key, this));

    /// <summary>The function with its type arguments as they are, and no delegate bound.</summary>
    public FunctionInstance InstanceOf(IMethodSymbol function) => new(function, null, [], Compilation);

    /// <summary>The function as it is called in a body; null where instances would be nested without end.</summary>
    public FunctionInstance? InstanceOf(IMethodSymbol function, FunctionInstance caller, ImmutableArray<FunctionInstance?> bindings)
    {
        var enclosing = function.MethodKind is MethodKind.AnonymousFunction or MethodKind.LocalFunction ? AroundNested(function, caller) : null;
        var instance = new FunctionInstance(function, enclosing, bindings, Compilation);
        return instance.Depth <= DeepestInstance ? instance : null;
    }

    /// <summary>Is the member's source in sight?</summary>
    public bool IsSource(ISymbol member) => SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, Compilation.Assembly);

    /// <summary>What a <c>using</c> calls at its end.</summary>
    public IMethodSymbol? DisposeOf(ITypeSymbol resource)
    {
        if (resource.IsRefLikeType)
            return Members.Parameterless(resource, "Dispose");
        if (_disposable is null)
            return null;

        var dispose = Members.Parameterless(_disposable, "Dispose");
        return dispose is null ? null : resource.FindImplementationForInterfaceMember(dispose) as IMethodSymbol ?? dispose;
    }

    private static IEnumerable<INamedTypeSymbol> DelegatesIn(INamespaceOrTypeSymbol container) => container.GetMembers().SelectMany(member => member switch
    {
        INamedTypeSymbol { TypeKind: TypeKind.Delegate } type => [type],
        INamespaceOrTypeSymbol nested => DelegatesIn(nested),
        _ => [],
    });

    /// <summary>A local function called from within itself, or from a lambda beside it, is still the one of the function around them.</summary>
    private static FunctionInstance AroundNested(IMethodSymbol function, FunctionInstance caller)
    {
        for (var instance = caller; instance is not null; instance = instance.Enclosing)
        {
            if (instance.IsAround(function))
                return instance;
        }

        return caller;
    }
}
