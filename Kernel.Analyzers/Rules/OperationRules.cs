// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Engine;

namespace Kernel.Analyzers.Rules;

/// <summary>The rules that judge each operation of a body.</summary>
internal static class OperationRules
{
    public static readonly ImmutableArray<OperationRule> All =
    [
        new CallRule(), new LockStatementRule(), new SuspensionRule(),
        new AllocationRule(), new BoxingRule(), new StringRule(), new DelegateRule(), new HiddenCollectionRule(),
        new ExceptionRule(), new StaticStateRule(), new ExternalMethodRule(),
    ];
}
