// SPDX-License-Identifier: GPL-2.0-only
using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Kernel.Host.AddressSpaces;
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Tests.VirtualMachines;

/// <summary>
/// One object of each class of the public face, and every public member of it as an action. Classes and members are found by reflection,
/// so that a new one cannot be forgotten.
/// </summary>
internal sealed class PublicFace
{
    private const ulong MB = 1 << 20;

    private static readonly string[] Namespaces = ["Kernel.VirtualMachines", "Kernel.Host"];

    private readonly Dictionary<Type, object> _objects;
    private readonly ulong _user;
    private readonly ulong _frame;
    private GuestCpu _captured = null!;

    public PublicFace(KvmSystem system)
    {
        System = system;
        _user = system.Process.MapHugePages(64 * MB);
        Machine = system.CreateVirtualMachine();
        Machine.SetMemoryRegion(slot: 0, guestAddress: 0, 64 * MB, _user, MemorySlotOptions.LogDirtyPages);
        Machine.DisableRealModeArea();          // with E01 as written, setting it up is an oops
        Vcpu = Machine.CreateVcpu(0);
        Vcpu.EnterHugePage(8, 0);
        _frame = (Machine.ReadSlotPages(0)[0] & ~0xffful) >> system.Options.PageShift;
        Vcpu.Load(new GuestProgram(Body));
        Vcpu.Run();
        system.AddRealModeArea(64 * MB);
        _objects = new object[]
        {
            system, system.Instruments, system.Instruments.Faults, system.Process, system.PhysicalMemory, system.Log, Machine,
            Machine.HashedPageTable, Machine.CreateTceTable(0x7100_0001, 1 << 20), Machine.AllocateRealModeArea(), Vcpu, Vcpu.Gpr,
            _captured, system.Instruments.HoldNextInvalidation(),
        }.ToDictionary(one => one.GetType());
    }

    public KvmSystem System { get; }

    public VirtualMachine Machine { get; }

    public VirtualCpu Vcpu { get; }

    /// <summary>The classes of the face whose objects live with a system. Others are values, or without state of the machine.</summary>
    public static IEnumerable<Type> Classes => typeof(KvmSystem).Assembly.GetExportedTypes().Where(type =>
        type is { IsClass: true, IsAbstract: false } && !type.Name.StartsWith('<')      // as the blocks of extension members do
        && Namespaces.Any(name => type.Namespace!.StartsWith(name, StringComparison.Ordinal))
        && !typeof(Exception).IsAssignableFrom(type) && type.GetMethod("<Clone>$") is null && type != typeof(GuestProgram));

    /// <summary>Names of all members, <c>Class.Member</c>; overloads have one name.</summary>
    public static IEnumerable<string> Names => Classes.SelectMany(MethodsOf).Select(NameOf).Distinct();

    /// <summary>Classes of which there is no object here.</summary>
    public IEnumerable<Type> MissingClasses => Classes.Where(type => !_objects.ContainsKey(type));

    /// <summary>All members as actions that finish what they begin: they enumerate sequences and wait for tasks.</summary>
    public IEnumerable<(string Name, Action Use)> Members => Classes.SelectMany(type => MethodsOf(type).Select(method =>
        (NameOf(method), (Action)(() => Finish(Invoke(method, _objects[type]))))));

    private static IEnumerable<MethodInfo> MethodsOf(Type type) => type
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(method => method.GetBaseDefinition().DeclaringType != typeof(object));

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private static void Finish(object? result)
    {
        if (result is Task task)
            Deadline.Join("the task of a member", task);
        else if (result is IEnumerable sequence)
            _ = sequence.Cast<object>().Count();
        else if (result is IDisposable created)
            created.Dispose();
    }

    private object? Invoke(MethodInfo method, object target)
    {
        ParameterInfo[] parameters = method.GetParameters();
        if (parameters.Any(parameter => parameter.ParameterType.IsByRefLike))
        {
            InvokeWithSpan(NameOf(method));
            return null;
        }
        try
        {
            return method.Invoke(target, [.. parameters.Select(ArgumentOf)]);
        }
        catch (TargetInvocationException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException!);
            throw;
        }
    }

    // Reflection cannot pass spans.
    private void InvokeWithSpan(string name)
    {
        Action use = name switch
        {
            "VirtualCpu.Hypercall" => () => Vcpu.Hypercall(HypercallNumber.Read, 0, 8),
            "VirtualCpu.BulkRemove" => () => Vcpu.BulkRemove(0, 0),
            "GuestCpu.Hypercall" => () => _captured.Hypercall(HypercallNumber.Read, 0, 8),
            "GuestCpu.BulkRemove" => () => _captured.BulkRemove(0, 0),
            "VirtualMachine.GetDirtyLog" => () => Machine.GetDirtyLog(0, new ulong[16]),
            "VirtualMachine.TryGetDirtyLog" => () => Machine.TryGetDirtyLog(0, new ulong[16]),
            "AddressSpace.Read" => () => System.Process.Read(_user, new byte[8]),
            "AddressSpace.Write" => () => System.Process.Write(_user, new byte[8]),
            _ => throw new NotSupportedException($"{name} has a span; this class must call it."),
        };
        use();
    }

    private object? ArgumentOf(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        return (parameter.Name, type.IsByRef ? null : type) switch
        {
            (_, null) => null,
            ("address" or "userAddress", var t) when t == typeof(ulong) => _user,
            ("pfn", _) => _frame,
            ("bytes" or "size", var t) when t == typeof(ulong) => 64 * MB,
            ("windowSize", _) => (uint)MB,
            ("errno", _) => -12,
            (_, var t) when t == typeof(MappingOptions) => new MappingOptions(),
            (_, var t) when t == typeof(GuestProgram) => new GuestProgram(_ => [Pause()]),
            (_, var t) when t == typeof(SpecialRegisters) => new SpecialRegisters(0x3f_0201, []),
            (_, var t) when t == typeof(Stream) => Stream.Null,
            (_, var t) when t.IsValueType => RuntimeHelpers.GetUninitializedObject(t),
            (_, var t) when typeof(Delegate).IsAssignableFrom(t) => null,
            _ => throw new NotSupportedException($"This class has no {type} for the parameter {parameter.Name}."),
        };
    }

    private IEnumerable<GuestInstruction> Body(GuestCpu cpu)
    {
        _captured = cpu;
        yield return Pause();
    }
}
