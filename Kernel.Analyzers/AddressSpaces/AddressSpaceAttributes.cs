// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.AddressSpaces;

/// <summary>Reads the attributes of address spaces, which are known by full name.</summary>
internal static class AddressSpaceAttributes
{
    public const string AddressSpace = "AddressSpaceAttribute";

    private const string Converts = "ConvertsAddressSpaceAttribute";
    private const string Dereferences = "DereferencesAttribute";

    /// <summary>Whether the member touches memory that is only mapped with address translation on.</summary>
    public static bool IsDereference(IMethodSymbol method) =>
        KernelAttributes.On(method, Dereferences).Any() ||
        (method.AssociatedSymbol is { } property && KernelAttributes.On(property, Dereferences).Any());

    /// <summary>The address space that pointers of the type point into, or null.</summary>
    public static string? Of(ITypeSymbol? type) =>
        type is null
            ? null
            : KernelAttributes.On(type.OriginalDefinition, AddressSpace).SelectMany(KernelAttributes.NamesIn).FirstOrDefault();

    /// <summary>Whether code of the member may take addresses of the space out of their pointer types.</summary>
    public static bool MayConvert(ISymbol? member, string space)
    {
        for (; member is not null and not INamespaceSymbol; member = (member as IMethodSymbol)?.AssociatedSymbol ?? member.ContainingSymbol)
        {
            var declared = KernelAttributes.On(member, Converts).SelectMany(KernelAttributes.NamesIn);
            if (Of(member as ITypeSymbol) == space || declared.Contains(space))
                return true;
        }

        return false;
    }
}
