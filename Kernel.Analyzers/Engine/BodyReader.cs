// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Rules;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Engine;

/// <summary>
/// Shows every operation that a body executes to the rules. Nested functions are judged where they are called, not where they are
/// written.
/// </summary>
internal static class BodyReader
{
    private static readonly ImmutableArray<OperationRule> Rules =
    [
        new CallRule(), new LockStatementRule(), new SuspensionRule(),
        new AllocationRule(), new BoxingRule(), new StringRule(), new DelegateRule(), new HiddenCollectionRule(),
        new ExceptionRule(), new StaticStateRule(), new ExternalMethodRule(),
    ];

    public static BodyFacts Read(FunctionInstance instance, KernelCompilation kernel)
    {
        var facts = new BodyFacts();
        var body = new JudgedBody(instance, facts, kernel);
        foreach (var rule in Rules)
            rule.JudgeFunction(body);
        foreach (var operation in kernel.Bodies.InitializersOf(instance.Function))
            Read(operation, body);
        foreach (var operation in kernel.Bodies.Of(instance.Function))
            Read(operation, body);
        return facts;
    }

    private static void Read(IOperation operation, JudgedBody body)
    {
        if (IsNeverExecuted(operation) || operation is IAnonymousFunctionOperation or ILocalFunctionOperation)
            return;

        foreach (var rule in Rules)
            rule.Judge(operation, body);

        // What is thrown has been condemned with the throw.
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
