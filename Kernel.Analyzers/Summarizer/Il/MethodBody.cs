// SPDX-License-Identifier: MIT
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using Kernel.Summarizer.Metadata;

namespace Kernel.Summarizer.Il;

/// <summary>The instructions of a body, and which of them lie on a path to a normal end.</summary>
internal sealed class MethodBody
{
    private readonly AssemblySet _assemblies;
    private readonly AssemblyNode _assembly;
    private readonly IReadOnlyList<ExceptionRegion> _regions;
    private readonly Dictionary<int, int> _indices = [];

    private MethodBody(MethodNode method, MethodBodyBlock block, AssemblySet assemblies)
    {
        _assemblies = assemblies;
        _assembly = method.Type!.Assembly;
        _regions = block.ExceptionRegions;
        Instructions = InstructionReader.Read(block.GetILBytes());
        for (int i = 0; i < Instructions.Count; i++)
            _indices.Add(Instructions[i].Offset, i);
    }

    internal IReadOnlyList<Instruction> Instructions { get; }

    /// <summary>Reads the body of a method; null if it has none in IL.</summary>
    internal static MethodBody? Of(MethodNode method, AssemblySet assemblies)
    {
        if (method.Type is not { } type || (method.ImplAttributes & MethodImplAttributes.CodeTypeMask) != MethodImplAttributes.IL)
            return null;
        MethodDefinition definition = type.Assembly.Reader.GetMethodDefinition(method.Handle);
        return definition.RelativeVirtualAddress == 0
            ? null
            : new MethodBody(method, type.Assembly.Image.GetMethodBody(definition.RelativeVirtualAddress), assemblies);
    }

    /// <summary>The offsets of all branch targets and handlers, at which the stack is unknown.</summary>
    internal HashSet<int> Labels() =>
    [
        .. Instructions.Where(instruction => instruction.Code.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch)
            .SelectMany(instruction => instruction.Targets ?? [instruction.Operand]),
        .. _regions.Select(region => region.HandlerOffset),
    ];

    /// <summary>
    /// For each instruction whether the method can end normally or run for ever from there. All others only prepare an exception.
    /// </summary>
    /// <param name="returns">Whether there is any such instruction.</param>
    internal bool[] LiveInstructions(out bool returns)
    {
        List<int>[] successors = [.. Enumerable.Range(0, Instructions.Count).Select(SuccessorsOf)];
        var predecessors = new List<int>[successors.Length];
        for (int i = 0; i < predecessors.Length; i++)
            predecessors[i] = [];
        for (int i = 0; i < successors.Length; i++)
        {
            foreach (int next in successors[i])
                predecessors[next].Add(i);
        }

        var reached = new bool[successors.Length];
        Flood([0], successors, reached, _ => true);
        var live = new bool[successors.Length];
        int[] ends = [.. Enumerable.Range(0, live.Length).Where(i => reached[i] && IsEnd(Instructions[i].Code))];
        Flood(ends, predecessors, live, i => reached[i]);
        returns = ends.Any(i => Instructions[i].Code != OpCodes.Endfinally);
        if (!returns && Loops(successors, predecessors, reached) is { Count: > 0 } loops)
        {
            returns = true;
            foreach (int i in loops)
                live[i] = true;
        }

        return live;
    }

    private static bool IsEnd(OpCode code) => code == OpCodes.Ret || code == OpCodes.Jmp || code == OpCodes.Endfinally;

    private static void Flood(IEnumerable<int> starts, List<int>[] edges, bool[] seen, Func<int, bool> admits)
    {
        var waiting = new Stack<int>();
        foreach (int start in starts.Where(start => start < seen.Length && !seen[start]))
        {
            seen[start] = true;
            waiting.Push(start);
        }

        while (waiting.TryPop(out int i))
        {
            foreach (int next in edges[i].Where(next => !seen[next] && admits(next)))
            {
                seen[next] = true;
                waiting.Push(next);
            }
        }
    }

    /// <summary>
    /// The reached instructions that are part of an endless loop or lead to one: those that remain after repeatedly removing instructions
    /// without successors.
    /// </summary>
    private static List<int> Loops(List<int>[] successors, List<int>[] predecessors, bool[] reached)
    {
        int[] left = [.. successors.Select(list => list.Count)];
        var gone = new bool[left.Length];
        var waiting = new Queue<int>(Enumerable.Range(0, left.Length).Where(i => reached[i] && left[i] == 0));
        while (waiting.TryDequeue(out int i))
        {
            gone[i] = true;
            foreach (int before in predecessors[i].Where(before => reached[before] && !gone[before]))
            {
                if (--left[before] == 0)
                    waiting.Enqueue(before);
            }
        }

        return [.. Enumerable.Range(0, left.Length).Where(i => reached[i] && !gone[i])];
    }

    private List<int> SuccessorsOf(int i)
    {
        Instruction instruction = Instructions[i];
        bool hasNext = i + 1 < Instructions.Count;
        switch (instruction.Code.FlowControl)
        {
            case FlowControl.Return or FlowControl.Throw:
                return [];
            case FlowControl.Branch:
                return instruction.Code == OpCodes.Leave || instruction.Code == OpCodes.Leave_S
                    ? [.. FinallyBlocksLeft(instruction), _indices[instruction.Operand]]
                    : [_indices[instruction.Operand]];
            case FlowControl.Cond_Branch:
                IEnumerable<int> targets = (instruction.Targets ?? [instruction.Operand]).Select(target => _indices[target]);
                return hasNext ? [.. targets, i + 1] : [.. targets];
            case FlowControl.Call when instruction.Code == OpCodes.Jmp || NeverReturns(instruction):
                return [];
            default:
                return hasNext ? [i + 1] : [];
        }
    }

    private IEnumerable<int> FinallyBlocksLeft(Instruction leave) =>
        from region in _regions
        where region.Kind == ExceptionRegionKind.Finally && Covers(region, leave.Offset) && !Covers(region, leave.Operand)
        select _indices[region.HandlerOffset];

    private static bool Covers(ExceptionRegion region, int offset) =>
        offset >= region.TryOffset && offset < region.TryOffset + region.TryLength;

    private bool NeverReturns(Instruction call) =>
        call.Code != OpCodes.Calli && call.Code != OpCodes.Newobj &&
        _assemblies.MethodOf(_assembly, call.Operand).Target is { NeverReturns: true } target &&
        !(call.Code == OpCodes.Callvirt && target.IsOpen);
}
