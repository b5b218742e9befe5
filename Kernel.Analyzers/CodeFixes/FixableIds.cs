// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers;

namespace Kernel.CodeFixes;

/// <summary>Rules that several fixes apply to.</summary>
internal static class FixableIds
{
    /// <summary>The rules on what a restricted body does.</summary>
    public static readonly ImmutableArray<string> Effects =
    [
        RuleIds.BlockingCall, RuleIds.Lock, RuleIds.Suspension,
        RuleIds.Allocation, RuleIds.Boxing, RuleIds.StringBuilding, RuleIds.DelegateCreation, RuleIds.HiddenCollection,
        RuleIds.Throw, RuleIds.Catch,
        RuleIds.UnannotatedCallee, RuleIds.UnknownTarget, RuleIds.UnknownLibraryMember, RuleIds.NestedTooDeeply,
        RuleIds.ThreadStatic, RuleIds.FirstUse,
    ];
}
