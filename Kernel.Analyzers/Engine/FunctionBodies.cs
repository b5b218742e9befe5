// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Engine;

/// <summary>Finds what a function in source runs.</summary>
internal sealed class FunctionBodies(Compilation compilation)
{
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _models = new();

    /// <summary>The operations of the body itself; nothing where it is made up by the compiler.</summary>
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

    /// <summary>What a constructor runs before its body: the initializers of the instance's fields, unless it leaves them to another.</summary>
    public IEnumerable<IOperation> InitializersOf(IMethodSymbol function) =>
        function.MethodKind == MethodKind.Constructor && !LeavesItToAnother(function)
            ? function.ContainingType.OriginalDefinition.GetMembers().Where(member => !member.IsStatic).SelectMany(InitializersOf)
            : [];

    /// <summary>The values with which a field, an automatic property or an event begins.</summary>
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

    /// <summary>Does the constructor begin with <c>: this(…)</c>?</summary>
    public static bool LeavesItToAnother(IMethodSymbol constructor) => constructor.DeclaringSyntaxReferences.Any(reference =>
        reference.GetSyntax() is ConstructorDeclarationSyntax { Initializer.ThisOrBaseKeyword.RawKind: (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.ThisKeyword });

    private IOperation? PrimaryBase(TypeDeclarationSyntax type) =>
        type.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>().FirstOrDefault() is { } call
            ? ModelOf(type.SyntaxTree).GetOperation(call)
            : null;

    // A callee lies in any file, and its body is wanted while the caller is judged, also as the user types. The models are kept for
    // as long as the compilation is analysed, so each body is bound once.
#pragma warning disable RS1030
    private SemanticModel ModelOf(SyntaxTree tree) => _models.GetOrAdd(tree, key => compilation.GetSemanticModel(key));
#pragma warning restore RS1030
}
