// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Flow;

/// <summary>
/// Names a lock or a flag in one body by its path: a variable followed by members, as in <c>kvm.slots_lock</c>. Dereferences and addresses
/// are left out. Expressions of any other form have no path and are not checked.
/// </summary>
internal static class ObjectPath
{
    private const string GlobalPrefix = "::";

    /// <summary>The path of an expression, or null.</summary>
    /// <param name="operation">The expression.</param>
    /// <param name="aliases">The paths that variables are aliases of, by symbol or capture id.</param>
    public static string? Of(IOperation? operation, IReadOnlyDictionary<object, string> aliases) => operation switch
    {
        IInstanceReferenceOperation => "this",
        IParameterReferenceOperation parameter => parameter.Parameter.Name,
        ILocalReferenceOperation local => aliases.TryGetValue(local.Local, out var path) ? path : local.Local.Name,
        IFlowCaptureReferenceOperation capture => aliases.TryGetValue(capture.Id, out var path) ? path : null,
        IFieldReferenceOperation field => Member(field.Instance, field.Field, aliases),
        IPropertyReferenceOperation { Arguments.IsEmpty: true } property => Member(property.Instance, property.Property, aliases),
        IArrayElementReferenceOperation { Indices.Length: 1 } element =>
            Of(element.ArrayReference, aliases) is { } array ? $"{array}[{element.Indices[0].Syntax}]" : null,
        IConversionOperation { OperatorMethod: null } conversion => Of(conversion.Operand, aliases),
        IParenthesizedOperation parenthesized => Of(parenthesized.Operand, aliases),
        IAddressOfOperation address => Of(address.Reference, aliases),
        IArgumentOperation argument => Of(argument.Value, aliases),

        // A dereference or element access of a pointer has OperationKind.None; element 0 has the path of the pointer.
        { Kind: OperationKind.None, ChildOperations: { Count: 2 } children }
            when children.Last().ConstantValue is { HasValue: true, Value: var index } =>
            Of(children.First(), aliases) is { } pointer ? index is 0 ? pointer : $"{pointer}[{index}]" : null,
        { Kind: OperationKind.None, ChildOperations.Count: 1 } indirection => Of(indirection.ChildOperations.First(), aliases),
        _ => null,
    };

    /// <summary>The path, in the caller, of a lock that an attribute of the callee names; null if it has none there.</summary>
    /// <param name="name">The name in the attribute.</param>
    /// <param name="receiver">The path of the object that the callee is called on.</param>
    /// <param name="argument">Whether a parameter of that name exists, and the path of its argument.</param>
    public static string? Translate(string name, string? receiver, Func<string, (bool Exists, string? Path)> argument)
    {
        if (name.StartsWith(GlobalPrefix, StringComparison.Ordinal))
            return name;

        var parts = Normalize(name).Split('.');
        var (exists, path) = argument(parts[0]);
        if (exists)
            return path is null ? null : string.Join(".", parts.Skip(1).Prepend(path));
        if (parts[0] == "this")
            parts = [.. parts.Skip(1)];
        return receiver is null ? null : string.Join(".", parts.Prepend(receiver));
    }

    /// <summary>The first component of a name; null for a name that begins with <c>::</c> and refers to no object.</summary>
    public static string? RootOf(string name) =>
        name.StartsWith(GlobalPrefix, StringComparison.Ordinal) ? null : Normalize(name).Split('.')[0];

    /// <summary>The path of a member of the same object as another member.</summary>
    public static string? Sibling(string? receiver, string name) => Translate(name, receiver, _ => (false, null));

    private static string Normalize(string name) => name.TrimStart('&', '*').Replace("->", ".").Replace("@", "");

    private static string? Member(IOperation? instance, ISymbol member, IReadOnlyDictionary<object, string> aliases)
    {
        if (member.IsStatic)
            return member.ContainingType.Name + "." + member.Name;
        return Of(instance, aliases) is { } path ? path + "." + member.Name : null;
    }
}
