// SPDX-License-Identifier: MIT
using System.Reflection.Emit;

namespace Kernel.Summarizer.Il;

/// <summary>Tracks which values on the evaluation stack are parameters of the method, in code without branches.</summary>
/// <param name="isStatic">Whether argument 0 is the first parameter; otherwise it is the object.</param>
internal sealed class ArgumentStack(bool isStatic)
{
    private const int Unknown = -1;

    private readonly Stack<int> _values = [];

    /// <summary>Forgets the stack, as at a branch target.</summary>
    internal void Forget() => _values.Clear();

    internal void Push(int value = Unknown) => _values.Push(value);

    /// <summary>Pops values and returns them with the deepest first.</summary>
    internal int[] Pop(int count)
    {
        var values = new int[count];
        for (int i = count - 1; i >= 0; i--)
            values[i] = _values.TryPop(out int value) ? value : Unknown;
        return values;
    }

    /// <summary>Applies the effect that an instruction other than a call has on the stack.</summary>
    internal void Apply(OpCode code, int operand = 0)
    {
        if (code == OpCodes.Dup)
        {
            int value = _values.TryPeek(out int top) ? top : Unknown;
            Push(value);
            return;
        }

        Pop(Popped(code.StackBehaviourPop));
        int pushed = Pushed(code.StackBehaviourPush);
        for (int i = 0; i < pushed; i++)
            Push(Argument(code, operand));
    }

    private int Argument(OpCode code, int operand)
    {
        int number = code.Value switch
        {
            0x02 => 0,      // ldarg.0 to ldarg.3
            0x03 => 1,
            0x04 => 2,
            0x05 => 3,
            0x0e => operand,
            _ when code == OpCodes.Ldarg => operand,
            _ => Unknown,
        };
        return number == Unknown || isStatic ? number : number - 1;
    }

    private static int Popped(StackBehaviour behaviour) => behaviour switch
    {
        StackBehaviour.Pop0 => 0,
        StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
        StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8 or
            StackBehaviour.Popi_popr4 or StackBehaviour.Popi_popr8 or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi => 2,
        StackBehaviour.Varpop => 0,
        _ => 3,
    };

    private static int Pushed(StackBehaviour behaviour) => behaviour switch
    {
        StackBehaviour.Push0 or StackBehaviour.Varpush => 0,
        StackBehaviour.Push1_push1 => 2,
        _ => 1,
    };
}
