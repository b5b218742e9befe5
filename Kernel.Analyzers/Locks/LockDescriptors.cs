// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Locks;

/// <summary>The rules of the lock discipline. Locks are named by their paths.</summary>
internal static class LockDescriptors
{
    private static readonly RuleFamily Family = new();

    // {0} is the lock, {1} is empty or " on some path".
    public static readonly DiagnosticDescriptor Leaked = Family.Create(
        RuleIds.LockLeaked, "A lock is still held at the end",
        "'{0}' is still held at the end{1}");

    // {0} is the lock, {1} is empty or " on every path".
    public static readonly DiagnosticDescriptor NotHeld = Family.Create(
        RuleIds.LockNotHeld, "A lock is released that is not held",
        "'{0}' is released, but not held{1}");

    // {0} is the lock.
    public static readonly DiagnosticDescriptor TakenTwice = Family.Create(
        RuleIds.LockTakenTwice, "A lock is taken twice",
        "'{0}' is taken, but may already be held: the thread would wait for itself");

    // {0} is the lock, {1} the attribute.
    public static readonly DiagnosticDescriptor NotAcquired = Family.Create(
        RuleIds.LockNotAcquired, "A member returns without the lock that its attribute promises",
        "'{0}' is not held at the end, although [{1}] says so");

    // {0} is the callee, {1} the lock.
    public static readonly DiagnosticDescriptor NotHeldForCall = Family.Create(
        RuleIds.LockNotHeldForCall, "A member is called without the lock that it needs",
        "{0} needs '{1}', which is not held on every path");

    // {0} is the field or property, {1} the lock.
    public static readonly DiagnosticDescriptor NotHeldForField = Family.Create(
        RuleIds.LockNotHeldForField, "A guarded field is touched without its lock",
        "{0} is guarded by '{1}', which is not held on every path");

    // {0} is the callee or 'await', {1} the lock.
    public static readonly DiagnosticDescriptor SleepsWithSpinLock = Family.Create(
        RuleIds.SleepsWithSpinLock, "Code sleeps while it holds a spin lock",
        "{0} may sleep while the spin lock '{1}' is held");

    // {0} is the lock that is taken, {1} the one that is held.
    public static readonly DiagnosticDescriptor WrongOrder = Family.Create(
        RuleIds.LockOrder, "Locks are taken against their declared order",
        "'{0}' is taken while '{1}' is held, which is declared to come after it");

    // {0} is the expression.
    public static readonly DiagnosticDescriptor Copied = Family.Create(
        RuleIds.LockCopied, "A lock is copied",
        "{0} is copied: the copy is another lock");

    // {0} is the name, {1} the member with the attribute.
    public static readonly DiagnosticDescriptor NamesNothing = Family.Create(
        RuleIds.LockNamesNothing, "An attribute names a lock that does not exist",
        "'{0}' is neither a parameter of '{1}' nor a member of its type");

    // {0} is the override, {1} what it overrides.
    public static readonly DiagnosticDescriptor ContractDiffers = Family.Create(
        RuleIds.LockContractDiffers, "An override does not declare the locks of the member that it overrides",
        "{0} does not declare the locks of '{1}', which it overrides");

    /// <summary>The descriptors above.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All => Family.All;
}
