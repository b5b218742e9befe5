// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Locks;

/// <summary>Reads the attributes of the lock discipline, which are known by full name.</summary>
internal static class LockAttributes
{
    public const string Acquires = "AcquiresAttribute";
    public const string TryAcquires = "TryAcquiresAttribute";
    public const string Releases = "ReleasesAttribute";
    public const string MustHold = "MustHoldAttribute";
    public const string GuardedBy = "GuardedByAttribute";
    public const string AcquiredAfter = "AcquiredAfterAttribute";

    public static readonly ImmutableArray<string> All = [Acquires, TryAcquires, Releases, MustHold, GuardedBy, AcquiredAfter];

    /// <summary>Whether the attribute sets the named property to true.</summary>
    public static bool Flag(AttributeData attribute, string name) =>
        attribute.NamedArguments.Any(argument => argument.Key == name && argument.Value.Value is true);

    /// <summary>Whether the attribute is one of these.</summary>
    public static bool IsAny(AttributeData attribute) =>
        attribute.AttributeClass is { } type && All.Contains(type.Name) && KernelAttributes.IsOurs(type);
}
