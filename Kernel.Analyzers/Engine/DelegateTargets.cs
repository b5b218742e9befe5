// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Engine;

/// <summary>Finds the functions behind delegates that are passed as arguments.</summary>
internal static class DelegateTargets
{
    /// <summary>The function that the delegate value refers to, or null if it is unknown.</summary>
    public static FunctionInstance? FunctionIn(IOperation? value, JudgedBody body) => value switch
    {
        IConversionOperation { OperatorMethod: null } conversion => FunctionIn(conversion.Operand, body),
        IParenthesizedOperation parenthesized => FunctionIn(parenthesized.Operand, body),
        IDelegateCreationOperation creation => FunctionIn(creation.Target, body),
        IAnonymousFunctionOperation lambda => body.Kernel.InstanceOf(lambda.Symbol, body.Instance, []),
        IMethodReferenceOperation reference => OfMethod(reference, body),
        IParameterReferenceOperation reference => body.Instance.BindingOf(reference.Parameter),
        _ => null,
    };

    /// <summary>For each parameter the function that is passed for it, or null; empty if none is known.</summary>
    public static ImmutableArray<FunctionInstance?> Bindings(IOperation operation, int parameters, JudgedBody body)
    {
        var arguments = ArgumentsOf(operation);
        if (!arguments.Any(argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate))
            return [];

        var bindings = new FunctionInstance?[parameters];
        foreach (var argument in arguments)
        {
            if (argument.Parameter is { Type.TypeKind: TypeKind.Delegate, RefKind: RefKind.None } parameter &&
                parameter.Ordinal < parameters && !IsReassigned(parameter))
            {
                bindings[parameter.Ordinal] = FunctionIn(argument.Value, body);
            }
        }

        return bindings.All(binding => binding is null) ? [] : [.. bindings];
    }

    public static ImmutableArray<IArgumentOperation> ArgumentsOf(IOperation operation) => operation switch
    {
        IInvocationOperation invocation => invocation.Arguments,
        IObjectCreationOperation creation => creation.Arguments,
        _ => [],
    };

    /// <summary>Whether the callee assigns to the parameter, so that the argument is not the only function it may refer to.</summary>
    private static bool IsReassigned(IParameterSymbol parameter) => parameter.OriginalDefinition.DeclaringSyntaxReferences
        .SelectMany(reference => reference.GetSyntax().Parent?.Parent?.DescendantNodes() ?? [])
        .OfType<AssignmentExpressionSyntax>()
        .Any(assignment => assignment.Left is IdentifierNameSyntax name && name.Identifier.ValueText == parameter.Name);

    private static FunctionInstance? OfMethod(IMethodReferenceOperation reference, JudgedBody body)
    {
        var call = ResolvedCall.Of(new SourceCall(reference.Method, reference.Instance?.Type), body.Instance);
        return body.Kernel.IsSource(call.Target) && !call.IsOpen && !call.Target.IsExtern
            ? body.Kernel.InstanceOf(call.Target, body.Instance, [])
            : null;
    }
}
