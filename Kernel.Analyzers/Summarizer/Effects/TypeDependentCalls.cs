// SPDX-License-Identifier: MIT
using System.Reflection.Metadata;
using Kernel.Analyzers.Library.Summaries;
using Kernel.Summarizer.Metadata;

namespace Kernel.Summarizer.Effects;

/// <summary>Adds calls whose target depends on a type.</summary>
internal static class TypeDependentCalls
{
    /// <summary>Adds a call of a member on a value of a known type or of a type variable.</summary>
    /// <returns>Whether the effects have changed.</returns>
    internal static bool Add(MethodEffects effects, TypeUse type, MethodNode member, IReadOnlyList<TypeUse> arguments)
    {
        if (type.IsVariable)
        {
            bool isMethodVariable = type.Kind == TypeUseKind.MethodVariable;
            return effects.Require(new EffectCondition(isMethodVariable, type.Variable, member.Id) { Arguments = arguments });
        }

        if (type.Definition is not { } definition)
            return effects.Doubt($"{type.Text}.{member.Name}");
        if (ImplementationIn(definition, member) is { } implementation)
            return AddEdge(effects, new CallEdge(implementation, type.Arguments, arguments, []));
        if (!definition.IsValueType)
            return AddVirtual(effects, type, member, arguments, []);

        // The struct inherits the member from object or an interface. An instance member is called on a box.
        TypeUse? implemented = definition.InterfacesUsed.FirstOrDefault(used => used.Definition == member.Type);
        IReadOnlyList<TypeUse> inherited = implemented?.Substitute(type.Arguments, []).Arguments ?? [];
        return (!member.IsStatic && effects.Add(SummaryFlags.Allocates)) | AddEdge(effects, new CallEdge(member, inherited, arguments, []));
    }

    /// <summary>Adds a virtual call on an object.</summary>
    /// <returns>Whether the effects have changed.</returns>
    internal static bool AddVirtual(
        MethodEffects effects, TypeUse receiver, MethodNode member, IReadOnlyList<TypeUse> arguments, IReadOnlyList<int> parameters)
    {
        bool AddCall(MethodNode target, IReadOnlyList<TypeUse> typeArguments) =>
            AddEdge(effects, new CallEdge(target, typeArguments, arguments, parameters));

        if (receiver.Definition is not { } type)
            return member.IsOpen ? effects.Doubt($"{receiver.Text}.{member.Name}") : AddCall(member, receiver.Arguments);
        if (member.IsFinal || type.IsSealed)
            return AddCall(ImplementationIn(type, member) ?? member, receiver.Arguments);
        if (type.IsOpen && (member.IsVisible || type.IsInterface))
            return effects.Doubt($"{type.Name}.{member.Name}, which may be overridden");

        bool isNew = false;
        foreach (MethodNode target in Overriders(type, member).Distinct())
            isNew |= AddCall(target, []);
        if (!member.IsAbstract)
            isNew |= AddCall(member, receiver.Arguments);
        return isNew;
    }

    /// <summary>The implementation of a member in a type, inherited or its own; null if there is none.</summary>
    internal static MethodNode? ImplementationIn(TypeNode type, MethodNode member)
    {
        if (member.Type == type)
            return member;
        for (TypeNode? holder = type; holder is not null && holder != member.Type; holder = holder.Base)
        {
            if (Declared(holder, member) is { } found)
                return found;
        }

        return null;
    }

    private static bool AddEdge(MethodEffects effects, CallEdge edge)
    {
        bool isKnown = effects.Edges.Exists(known =>
            known.Target == edge.Target &&
            known.TypeArguments.SequenceEqual(edge.TypeArguments) &&
            known.MethodArguments.SequenceEqual(edge.MethodArguments));
        if (isKnown)
            return false;
        effects.Edges.Add(edge);
        return true;
    }

    private static MethodNode? Declared(TypeNode type, MethodNode member)
    {
        MetadataReader reader = type.Assembly.Reader;
        foreach (MethodImplementationHandle handle in reader.GetTypeDefinition(type.Handle).GetMethodImplementations())
        {
            MethodImplementation implementation = reader.GetMethodImplementation(handle);
            if (ExplicitTarget(type, implementation, member))
                return type.Methods.Find(method => method.Handle == implementation.MethodBody);
        }

        List<MethodNode> candidates = type.Methods.FindAll(method =>
            method.Name == member.Name && method.IsStatic == member.IsStatic && HasSameShape(method, member));
        return candidates.Count < 2
            ? candidates.FirstOrDefault()
            : candidates.Find(method => method.Signature == member.Signature) ??
                candidates.Find(method => !method.Signature.StartsWith("0(System.Object", StringComparison.Ordinal));
    }

    private static bool HasSameShape(MethodNode left, MethodNode right) =>
        left.ParameterCount == right.ParameterCount && left.Arity == right.Arity;

    /// <summary>Whether the method implementation is an explicit one of the member.</summary>
    private static bool ExplicitTarget(TypeNode type, MethodImplementation implementation, MethodNode member)
    {
        EntityHandle declaration = implementation.MethodDeclaration;
        MetadataReader reader = type.Assembly.Reader;
        if (declaration.Kind == HandleKind.MethodDefinition)
            return type.Assembly.Methods[(MethodDefinitionHandle)declaration] == member;
        string name = reader.GetString(reader.GetMemberReference((MemberReferenceHandle)declaration).Name);
        if (name != member.Name)
            return false;
        MethodNode body = type.Assembly.Methods[(MethodDefinitionHandle)implementation.MethodBody];
        string owner = member.Type?.Name ?? "";
        int tick = owner.IndexOf('`', StringComparison.Ordinal);
        return body.Name.StartsWith(tick < 0 ? owner + "." : owner[..tick] + "<", StringComparison.Ordinal) &&
            body.Name.EndsWith("." + name, StringComparison.Ordinal) && HasSameShape(body, member);
    }

    private static IEnumerable<MethodNode> Overriders(TypeNode type, MethodNode member)
    {
        var seen = new HashSet<TypeNode>();
        var waiting = new Stack<TypeNode>([type]);
        while (waiting.TryPop(out TypeNode? holder))
        {
            if (!seen.Add(holder))
                continue;
            foreach (TypeNode derived in holder.Derived)
                waiting.Push(derived);
            if (!holder.IsInterface && ImplementationIn(holder, member) is { IsAbstract: false } found)
                yield return found;
        }
    }
}
