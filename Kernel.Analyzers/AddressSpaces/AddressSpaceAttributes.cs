// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.AddressSpaces;

/// <summary>The attributes of address spaces, known by their full names.</summary>
internal static class AddressSpaceAttributes
{
    public const string AddressSpace = "AddressSpaceAttribute";

    private const string Converts = "ConvertsAddressSpaceAttribute";
    private const string Dereferences = "DereferencesAttribute";

    /// <summary>Does the member touch what is mapped only with translation on?</summary>
    public static bool IsDereference(IMethodSymbol method) =>
        KernelAttributes.On(method, Dereferences).Any() || (method.AssociatedSymbol is { } property && KernelAttributes.On(property, Dereferences).Any());

    /// <summary>The space that pointers of the type lead into, or null.</summary>
    public static string? Of(ITypeSymbol? type) =>
        type is null ? null : KernelAttributes.On(type.OriginalDefinition, AddressSpace).SelectMany(KernelAttributes.NamesIn).FirstOrDefault();

    /// <summary>May code of the member take addresses of the space out of their pointers?</summary>
    public static bool MayConvert(ISymbol? member, string space)
    {
        for (; member is not null and not INamespaceSymbol; member = (member as IMethodSymbol)?.AssociatedSymbol ?? member.ContainingSymbol)
        {
            if (Of(member as ITypeSymbol) == space || KernelAttributes.On(member, Converts).SelectMany(KernelAttributes.NamesIn).Contains(space))
                return true;
        }

        return false;
    }
}
