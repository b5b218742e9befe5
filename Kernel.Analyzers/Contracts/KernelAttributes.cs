// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.Analyzers.Contracts;

/// <summary>Reads the attributes of namespace Kernel. They are known by full name, so a project may declare its own.</summary>
internal static class KernelAttributes
{
    public const string RealModeName = "RealModeAttribute";
    public const string AtomicName = "AtomicAttribute";
    public const string MightSleepName = "MightSleepAttribute";

    public const string SharedWordName = "SharedWordAttribute";

    /// <summary>The attributes that state a contract.</summary>
    public static readonly ImmutableArray<string> Contracts = [RealModeName, AtomicName, MightSleepName];

    private const string Namespace = "Kernel";
    private const string UncheckedName = "Unchecked";

    /// <summary>The contract that the symbol's own attributes state: [MightSleep] if it is there, else the strictest.</summary>
    public static Contract ContractOn(ISymbol symbol)
    {
        var strictest = Contract.None;
        foreach (var attribute in symbol.GetAttributes())
        {
            var contract = Read(attribute);
            if (contract == Contract.MightSleep)
                return contract;
            if (contract > strictest)
                strictest = contract;
        }

        return strictest;
    }

    /// <summary>The attributes of that name on the symbol.</summary>
    public static IEnumerable<AttributeData> On(ISymbol symbol, string name) =>
        symbol.GetAttributes().Where(attribute => attribute.AttributeClass is { } type && type.Name == name && IsOurs(type));

    /// <summary>The strings among the attribute's positional arguments, in order.</summary>
    public static IEnumerable<string> NamesIn(AttributeData attribute) => attribute.ConstructorArguments
        .SelectMany(argument => argument.Kind == TypedConstantKind.Array ? argument.Values : [argument])
        .Select(value => value.Value)
        .OfType<string>();

    /// <summary>The declarations of the attribute in the compilation and its references.</summary>
    public static ImmutableArray<INamedTypeSymbol> Declarations(Compilation compilation, string name) =>
        compilation.GetTypesByMetadataName(Namespace + "." + name);

    /// <summary>Whether the compilation or a reference declares any of the attributes.</summary>
    public static bool AreDeclared(Compilation compilation, params IEnumerable<string> names) =>
        names.Any(name => !Declarations(compilation, name).IsEmpty);

    /// <summary>Whether the type is in namespace Kernel and not nested.</summary>
    public static bool IsOurs(INamedTypeSymbol type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>Whether the attribute is [RealMode] or [Atomic], whose bodies are verified.</summary>
    public static bool IsVerified(INamedTypeSymbol type) => type.Name is RealModeName or AtomicName && IsOurs(type);

    /// <summary>The syntax of the symbol's first [RealMode] or [Atomic], or null.</summary>
    public static SyntaxNode? FirstVerified(ISymbol symbol) =>
        symbol.GetAttributes()
            .FirstOrDefault(attribute => attribute.AttributeClass is { } type && IsVerified(type))?
            .ApplicationSyntaxReference?.GetSyntax();

    /// <summary>Whether the attribute is an escape with a reason.</summary>
    public static bool HasReason(AttributeData attribute) =>
        attribute.NamedArguments.Any(argument =>
            argument.Key == UncheckedName && argument.Value.Value is string reason && !string.IsNullOrWhiteSpace(reason));

    /// <summary>Whether the argument sets <c>Unchecked</c>.</summary>
    public static bool IsEscape(AttributeArgumentSyntax argument) => argument.NameEquals?.Name.Identifier.ValueText == UncheckedName;

    private static Contract Read(AttributeData attribute) => attribute.AttributeClass switch
    {
        { Name: MightSleepName } type when IsOurs(type) => Contract.MightSleep,
        { Name: AtomicName } type when IsOurs(type) => HasReason(attribute) ? Contract.AtomicUnchecked : Contract.Atomic,
        { Name: RealModeName } type when IsOurs(type) => HasReason(attribute) ? Contract.RealModeUnchecked : Contract.RealMode,
        _ => Contract.None,
    };
}
