// SPDX-License-Identifier: MIT
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Kernel.Analyzers.Library.Summaries;
using Kernel.Summarizer.Il;
using Kernel.Summarizer.Metadata;

namespace Kernel.Summarizer.Effects;

/// <summary>Reads what one method does itself, and which methods it calls.</summary>
internal sealed class BodyEffects
{
    private readonly MethodNode _method;
    private readonly AssemblySet _assemblies;
    private readonly AssemblyNode _assembly;
    private readonly EffectTable _table;
    private readonly MethodEffects _effects;
    private readonly ArgumentStack _stack;
    private TypeUse? _constrained;

    private BodyEffects(MethodNode method, AssemblySet assemblies, EffectTable table)
    {
        _method = method;
        _table = table;
        _assemblies = assemblies;
        _assembly = method.Type!.Assembly;
        _effects = table.Of(method);
        _stack = new ArgumentStack(method.IsStatic);
    }

    internal static void Read(MethodNode method, AssemblySet assemblies, EffectTable table)
    {
        MethodEffects effects = table.Of(method);
        if (method.IsOpen)
            effects.Add(SummaryFlags.Open);
        if (ByContract(method, effects) || ByKnowledge(method, effects))
            return;
        if (method.IsAbstract)
            effects.Doubt("an abstract member");
        else if ((method.ImplAttributes & System.Reflection.MethodImplAttributes.Synchronized) != 0)
            effects.Block("[MethodImpl(Synchronized)]");
        else if (method.NativeEntry is { } entry)
            ReadNative(effects, entry, method.SuppressesGCTransition);
        else if (method.Type!.IsDelegate)
            ReadDelegate(method, effects);
        else if (MethodBody.Of(method, assemblies) is { } body)
            new BodyEffects(method, assemblies, table).Read(body);
        else
            effects.Doubt("a call of the runtime: " + method.DisplayName);
    }

    private static void ReadNative(MethodEffects effects, string entry, bool isLeaf)
    {
        if (!isLeaf)
            effects.Block("native " + entry);
    }

    private static void ReadDelegate(MethodNode method, MethodEffects effects)
    {
        if (method.Name == "Invoke")
            effects.Doubt(MethodEffects.Delegate);
        else
            effects.Add(SummaryFlags.Allocates);
    }

    /// <summary>Takes the effects from a contract attribute; false if there is none.</summary>
    private static bool ByContract(MethodNode method, MethodEffects effects)
    {
        foreach (CustomAttributeHandleCollection attributes in AttributesOf(method))
        {
            if (AssemblySet.HasAttribute(method.Type!.Assembly, attributes, "Kernel.MightSleepAttribute"))
                return effects.Block("[MightSleep] " + method.DisplayName);
            if (AssemblySet.HasAttribute(method.Type.Assembly, attributes, "Kernel.RealModeAttribute"))
                return true;
        }

        return false;
    }

    private static IEnumerable<CustomAttributeHandleCollection> AttributesOf(MethodNode method)
    {
        MetadataReader reader = method.Type!.Assembly.Reader;
        yield return reader.GetMethodDefinition(method.Handle).GetCustomAttributes();
        yield return reader.GetTypeDefinition(method.Type.Handle).GetCustomAttributes();
    }

    /// <summary>Takes the effects from an entry in <c>Runtime.knowledge</c>; false if there is none.</summary>
    private static bool ByKnowledge(MethodNode method, MethodEffects effects)
    {
        switch (RuntimeKnowledge.Of(method))
        {
            case "clean" or "leaf":
                return true;
            case "allocates":
                effects.Add(SummaryFlags.Allocates);
                return true;
            case "blocks":
                effects.Block(method.DisplayName);
                return true;
            case "heap":
                effects.Block("the unmanaged heap");
                return true;
            case "spins":
                effects.Spin(method.DisplayName);
                return true;
            default:
                return false;
        }
    }

    private void Read(MethodBody body)
    {
        bool[] live = body.LiveInstructions(out _);
        HashSet<int> labels = body.Labels();
        for (int i = 0; i < live.Length; i++)
        {
            Instruction instruction = body.Instructions[i];
            if (labels.Contains(instruction.Offset))
                _stack.Forget();
            if (live[i])
                Read(instruction, i + 1 < live.Length ? body.Instructions[i + 1].Code : OpCodes.Nop);
            if (instruction.Code.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw || !live[i])
                _stack.Forget();
            if (instruction.Code != OpCodes.Constrained && instruction.Code.OpCodeType != OpCodeType.Prefix)
                _constrained = null;
        }
    }

    private void Read(Instruction instruction, OpCode next)
    {
        OpCode code = instruction.Code;
        if (code == OpCodes.Constrained)
        {
            _constrained = TypeOf(instruction);
        }
        else if (code == OpCodes.Newarr)
        {
            _effects.Add(SummaryFlags.Allocates);
            _stack.Apply(code);
        }
        else if (code == OpCodes.Box)
        {
            ReadBox(TypeOf(instruction), next);
            _stack.Apply(code);
        }
        else if (code == OpCodes.Ldsfld || code == OpCodes.Ldsflda || code == OpCodes.Stsfld)
        {
            ReadStaticField(instruction);
            _stack.Apply(code);
        }
        else if (code == OpCodes.Calli)
        {
            _effects.Doubt("a function pointer");
            _stack.Forget();
        }
        else if (code == OpCodes.Call || code == OpCodes.Callvirt || code == OpCodes.Newobj || code == OpCodes.Jmp)
        {
            ReadCall(code, _assemblies.MethodOf(_assembly, instruction.Operand));
        }
        else
        {
            _stack.Apply(code, instruction.Operand);
        }
    }

    private TypeUse TypeOf(Instruction instruction) =>
        _assemblies.TypeOf(_assembly, (EntityHandle)MetadataTokens.Handle(instruction.Operand));

    /// <summary>Notes an allocation for a box, unless the next instruction only tests or unboxes it.</summary>
    private void ReadBox(TypeUse type, OpCode next)
    {
        if (next == OpCodes.Brtrue || next == OpCodes.Brtrue_S || next == OpCodes.Brfalse || next == OpCodes.Brfalse_S ||
            next == OpCodes.Isinst || next == OpCodes.Unbox_Any || next == OpCodes.Ldnull || next == OpCodes.Pop)
        {
            return;
        }

        if (type.IsVariable)
            _effects.Require(new EffectCondition(type.Kind == TypeUseKind.MethodVariable, type.Variable, null));
        else if (type.Definition is not { IsValueType: false })
            _effects.Add(SummaryFlags.Allocates);
    }

    private void ReadStaticField(Instruction instruction)
    {
        var handle = (EntityHandle)MetadataTokens.Handle(instruction.Operand);
        if (handle.Kind == HandleKind.FieldDefinition)
        {
            FieldDefinition field = _assembly.Reader.GetFieldDefinition((FieldDefinitionHandle)handle);
            if (AssemblySet.HasAttribute(_assembly, field.GetCustomAttributes(), "System.ThreadStaticAttribute"))
                _effects.Add(SummaryFlags.FirstUse);
        }

        if (_assemblies.OwnerOfField(_assembly, handle).Definition is { } owner)
            NoteFirstUse(owner);
    }

    /// <summary>
    /// Notes that the method may run the static constructor of a type. It counts only if it does more than assign constants.
    /// </summary>
    private void NoteFirstUse(TypeNode type)
    {
        if (type.StaticConstructor is { } constructor && constructor != _method && _method.Name != ".cctor")
            _effects.Initialized.Add(constructor);
    }

    private void ReadCall(OpCode code, MethodUse use)
    {
        bool isNew = code == OpCodes.Newobj;
        int pops = use.ParameterCount + (use.IsInstance && !isNew ? 1 : 0);
        int[] arguments = _stack.Pop(pops);
        TypeUse? constrained = _constrained;
        if (isNew || use.ReturnsValue)
            _stack.Push();

        if (use.Owner is { Kind: TypeUseKind.Array })
        {
            if (isNew)
                _effects.Add(SummaryFlags.Allocates);
            return;
        }

        if (isNew && use.Owner?.Definition is not { IsValueType: true })
            _effects.Add(SummaryFlags.Allocates);
        if (use.Owner?.Definition is { IsDelegate: true } && isNew)
            return;
        if (InvokesDelegate(use) && arguments.Length > 0 && arguments[0] >= 0)
        {
            _effects.Invoked.Add(arguments[0]);
            return;
        }

        if (constrained is not null && use.Target is { } member)
        {
            TypeDependentCalls.Add(_effects, constrained, member, use.Arguments);
            return;
        }

        if (use.Target is not { } target)
        {
            _effects.Doubt($"{use.Owner?.Text}.{use.Name}");
            return;
        }

        int[] parameters = use.IsInstance && !isNew && arguments.Length > 0 ? arguments[1..] : arguments;
        if (code == OpCodes.Callvirt && target.IsVirtual)
            TypeDependentCalls.AddVirtual(_effects, use.Owner!, target, use.Arguments, parameters);
        else
            _effects.Edges.Add(new CallEdge(target, use.Owner!.Arguments, use.Arguments, parameters));
        if (target is { Type: { IsBeforeFieldInit: false } type } && (target.IsStatic || isNew) && type != _method.Type)
            NoteFirstUse(type);
    }

    private bool InvokesDelegate(MethodUse use) =>
        use.Name == "Invoke" &&
        (use.Owner?.Definition is { IsDelegate: true } ||
            (use.Target is { IsExternal: true } target && _table.Of(target).UnknownRoot == MethodEffects.Delegate));
}
