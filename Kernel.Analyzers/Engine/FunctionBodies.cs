// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Engine;

/// <summary>Finds the operations that a function in source executes.</summary>
internal sealed class FunctionBodies(Compilation compilation)
{
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _models = new();

    /// <summary>The operations of the body; none if the compiler generates it.</summary>
    public IEnumerable<IOperation> Of(IMethodSymbol function)
    {
        var declaration = (function.PartialImplementationPart ?? function).OriginalDefinition;
        foreach (var reference in declaration.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax();
            switch (ModelOf(syntax.SyntaxTree).GetOperation(syntax))
            {
                case IAnonymousFunctionOperation lambda:
                    yield return lambda.Body;
                    break;
                case ILocalFunctionOperation { Body: { } body }:
                    yield return body;
                    break;
                case { } operation:
                    yield return operation;
                    break;
                case null when syntax is TypeDeclarationSyntax type && PrimaryBase(type) is { } call:
                    yield return call;
                    break;
            }
        }
    }

    /// <summary>The field initializers that a constructor runs before its body; none if it begins with <c>: this(…)</c>.</summary>
    public IEnumerable<IOperation> InitializersOf(IMethodSymbol function) =>
        function.MethodKind == MethodKind.Constructor && !CallsThis(function)
            ? function.ContainingType.OriginalDefinition.GetMembers().Where(member => !member.IsStatic).SelectMany(InitializersOf)
            : [];

    /// <summary>The initializer of a field, an automatic property or an event, if it has one.</summary>
    public IEnumerable<IOperation> InitializersOf(ISymbol member)
    {
        if (member.IsImplicitlyDeclared || member is not (IFieldSymbol or IPropertySymbol or IEventSymbol))
            yield break;

        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            var initializer = reference.GetSyntax() switch
            {
                VariableDeclaratorSyntax variable => variable.Initializer,
                PropertyDeclarationSyntax property => property.Initializer,
                _ => null,
            };
            if (initializer is not null && ModelOf(initializer.SyntaxTree).GetOperation(initializer) is { } operation)
                yield return operation;
        }
    }

    /// <summary>Whether the constructor begins with <c>: this(…)</c>.</summary>
    public static bool CallsThis(IMethodSymbol constructor) => constructor.DeclaringSyntaxReferences.Any(reference =>
        reference.GetSyntax() is ConstructorDeclarationSyntax { Initializer.ThisOrBaseKeyword.RawKind: (int)SyntaxKind.ThisKeyword });

    private IOperation? PrimaryBase(TypeDeclarationSyntax type) =>
        type.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>().FirstOrDefault() is { } call
            ? ModelOf(type.SyntaxTree).GetOperation(call)
            : null;

    // A callee may be in any file, and its body is needed while the caller is judged, in the editor too. The models are kept as long as
    // the compilation is analysed, so each body is bound once.
#pragma warning disable RS1030
    private SemanticModel ModelOf(SyntaxTree tree) => _models.GetOrAdd(tree, key => compilation.GetSemanticModel(key));
#pragma warning restore RS1030
}
