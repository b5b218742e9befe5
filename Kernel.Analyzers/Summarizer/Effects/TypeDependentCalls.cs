// SPDX-License-Identifier: MIT
using System.Reflection.Metadata;
using Kernel.Analyzers.Library.Summaries;
using Kernel.Summarizer.Metadata;

namespace Kernel.Summarizer.Effects;

/// <summary>Calls whose target depends on a type.</summary>
internal static class TypeDependentCalls
{
    /// <summary>A member is called on a value of a type that is known, or that a type variable stands for.</summary>
    /// <returns>Whether that told anything new.</returns>
    internal static bool Add(MethodEffects effects, TypeUse type, MethodNode member, IReadOnlyList<TypeUse> arguments)
    {
        if (type.IsVariable)
            return effects.Require(new EffectCondition(type.Kind == TypeUseKind.MethodVariable, type.Variable, member.Id) { Arguments = arguments });
        if (type.Definition is not { } definition)
            return effects.Doubt($"{type.Text}.{member.Name}");
        if (ImplementationIn(definition, member) is { } implementation)
            return AddEdge(effects, new CallEdge(implementation, type.Arguments, arguments, []));
        if (!definition.IsValueType)
            return AddVirtual(effects, type, member, arguments, []);

        // A struct inherits it: as a box, unless it is static, from object or from the interface.
        IReadOnlyList<TypeUse> inherited = definition.InterfacesUsed.FirstOrDefault(implemented => implemented.Definition == member.Type)?.Substitute(type.Arguments, []).Arguments ?? [];
        return (!member.IsStatic && effects.Add(SummaryFlags.Allocates)) | AddEdge(effects, new CallEdge(member, inherited, arguments, []));
    }

    /// <summary>A virtual member is called on an object.</summary>
    internal static bool AddVirtual(MethodEffects effects, TypeUse receiver, MethodNode member, IReadOnlyList<TypeUse> arguments, IReadOnlyList<int> parameters)
    {
        if (receiver.Definition is not { } type)
            return member.IsOpen ? effects.Doubt($"{receiver.Text}.{member.Name}") : AddEdge(effects, new CallEdge(member, receiver.Arguments, arguments, parameters));
        if (member.IsFinal || type.IsSealed)
            return AddEdge(effects, new CallEdge(ImplementationIn(type, member) ?? member, receiver.Arguments, arguments, parameters));
        if (type.IsOpen && (member.IsVisible || type.IsInterface))
            return effects.Doubt($"{type.Name}.{member.Name}, which may be overridden");

        bool isNew = false;
        foreach (MethodNode target in Overriders(type, member).Distinct().Take(64))
            isNew |= AddEdge(effects, new CallEdge(target, [], arguments, parameters));
        if (!member.IsAbstract)
            isNew |= AddEdge(effects, new CallEdge(member, receiver.Arguments, arguments, parameters));
        return isNew;
    }

    /// <summary>The body that a member has in a type.</summary>
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
        if (effects.Edges.Exists(known => known.Target == edge.Target && known.TypeArguments.SequenceEqual(edge.TypeArguments) && known.MethodArguments.SequenceEqual(edge.MethodArguments)))
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
            method.Name == member.Name && method.ParameterCount == member.ParameterCount && method.Arity == member.Arity && method.IsStatic == member.IsStatic);
        return candidates.Count < 2
            ? candidates.FirstOrDefault()
            : candidates.Find(method => method.Signature == member.Signature) ?? candidates.Find(method => !method.Signature.StartsWith("0(System.Object", StringComparison.Ordinal));
    }

    private static bool ExplicitTarget(TypeNode type, MethodImplementation implementation, MethodNode member)
    {
        EntityHandle declaration = implementation.MethodDeclaration;
        MetadataReader reader = type.Assembly.Reader;
        if (declaration.Kind == HandleKind.MethodDefinition)
            return type.Assembly.Methods[(MethodDefinitionHandle)declaration] == member;
        string name = reader.GetString(reader.GetMemberReference((MemberReferenceHandle)declaration).Name);
        if (name != member.Name)
            return false;
        string body = type.Assembly.Methods[(MethodDefinitionHandle)implementation.MethodBody].Name;
        string owner = member.Type?.Name ?? "";
        int tick = owner.IndexOf('`', StringComparison.Ordinal);
        return body.StartsWith(tick < 0 ? owner + "." : owner[..tick] + "<", StringComparison.Ordinal) && body.EndsWith("." + name, StringComparison.Ordinal) &&
            type.Assembly.Methods[(MethodDefinitionHandle)implementation.MethodBody] is { } method && method.ParameterCount == member.ParameterCount && method.Arity == member.Arity;
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
