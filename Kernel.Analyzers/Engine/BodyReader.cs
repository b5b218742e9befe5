// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Engine;

/// <summary>Passes every operation that a body executes to the rules. Nested functions are judged where they are called, not where they
/// are written.</summary>
internal sealed class BodyReader(ImmutableArray<OperationRule> rules)
{
    public BodyFacts Read(FunctionInstance instance, KernelCompilation kernel)
    {
        var facts = new BodyFacts();
        var body = new JudgedBody(instance, facts, kernel);
        foreach (var rule in rules)
            rule.JudgeFunction(body);
        foreach (var operation in kernel.Bodies.InitializersOf(instance.Function))
            Read(operation, body);
        foreach (var operation in kernel.Bodies.Of(instance.Function))
            Read(operation, body);
        return facts;
    }

    private void Read(IOperation operation, JudgedBody body)
    {
        if (IsNeverExecuted(operation) || operation is IAnonymousFunctionOperation or ILocalFunctionOperation)
            return;

        foreach (var rule in rules)
            rule.Judge(operation, body);

        // The report on a throw covers the exception that it creates.
        if (operation is IThrowOperation)
            return;

        foreach (var child in operation.ChildOperations)
            Read(child, body);
    }

    private static bool IsNeverExecuted(IOperation operation) => operation switch
    {
        { ConstantValue.HasValue: true } => true,
        INameOfOperation or ITypeOfOperation or ISizeOfOperation or IAttributeOperation or IParameterInitializerOperation => true,
        IInvocationOperation invocation => Members.IsConditional(invocation.TargetMethod),
        _ => false,
    };
}
