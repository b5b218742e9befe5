// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Locks;

/// <summary>The descriptors of the lock discipline.</summary>
internal static class LockDescriptors
{
    private const string Category = "Locks";

    public static readonly DiagnosticDescriptor Leaked = new(
        RuleIds.LockLeaked, "A lock is still held at the end",
        "'{0}' is still held at the end{1}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.LockLeaked));

    public static readonly DiagnosticDescriptor NotHeld = new(
        RuleIds.LockNotHeld, "A lock is released that is not held",
        "'{0}' is released, but not held{1}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.LockNotHeld));

    public static readonly DiagnosticDescriptor TakenTwice = new(
        RuleIds.LockTakenTwice, "A lock is taken twice",
        "'{0}' is taken, but perhaps held already: the holder waits for itself",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.LockTakenTwice));

    public static readonly DiagnosticDescriptor NotAcquired = new(
        RuleIds.LockNotAcquired, "A member does not return with the lock that it declares to take",
        "'{0}' is not held at the end, though [{1}] says so",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.LockNotAcquired));

    public static readonly DiagnosticDescriptor NotHeldForCall = new(
        RuleIds.LockNotHeldForCall, "A member is called without the lock that it needs",
        "{0} needs '{1}', which is not held on every path",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.LockNotHeldForCall));

    public static readonly DiagnosticDescriptor NotHeldForField = new(
        RuleIds.LockNotHeldForField, "A guarded field is touched without its lock",
        "{0} is guarded by '{1}', which is not held on every path",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.LockNotHeldForField));

    public static readonly DiagnosticDescriptor SleepsWithSpinLock = new(
        RuleIds.SleepsWithSpinLock, "Code sleeps while it holds a spin lock",
        "{0} may sleep while '{1}' is held, for which others spin",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.SleepsWithSpinLock));

    public static readonly DiagnosticDescriptor WrongOrder = new(
        RuleIds.LockOrder, "Locks are taken against their declared order",
        "'{0}' is taken while '{1}' is held, which is declared to come after it",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.LockOrder));

    public static readonly DiagnosticDescriptor Copied = new(
        RuleIds.LockCopied, "A lock is copied",
        "{0} is copied: the copy is another lock",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.LockCopied));

    public static readonly DiagnosticDescriptor NamesNothing = new(
        RuleIds.LockNamesNothing, "An attribute names a lock that does not exist",
        "'{0}' is neither a parameter of '{1}' nor a member of its type",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.LockNamesNothing));

    public static readonly DiagnosticDescriptor ContractDiffers = new(
        RuleIds.LockContractDiffers, "An override treats locks otherwise than what it overrides",
        "{0} does not declare the locks of '{1}', which it overrides",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: RuleIds.PageOf(RuleIds.LockContractDiffers));

    public static readonly ImmutableArray<DiagnosticDescriptor> All =
        [Leaked, NotHeld, TakenTwice, NotAcquired, NotHeldForCall, NotHeldForField, SleepsWithSpinLock, WrongOrder, Copied, NamesNothing, ContractDiffers];
}
