// SPDX-License-Identifier: GPL-2.0-only
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Kernel.Native;

namespace Kernel.Tests.Layout;

/// <summary>
/// Measures the layout that the runtime gives a struct. <c>Marshal.OffsetOf</c> would return the marshalled layout; these methods subtract
/// the address of a local variable from that of its field.
/// </summary>
internal static class RuntimeLayout
{
    // The byte before the second field shifts that field to its alignment.
    private record struct Probe<T>(byte First, T Second);

    internal static ulong SizeOf(Type type) => Run(il => il.Emit(OpCodes.Sizeof, type));

    internal static ulong AlignmentOf(Type type) =>
        OffsetOf(typeof(Probe<>).MakeGenericType(type).GetFields(BindingFlags.Instance | BindingFlags.NonPublic)[1]);

    internal static ulong OffsetOf(FieldInfo field) => Run(il =>
    {
        LocalBuilder instance = il.DeclareLocal(field.DeclaringType!);
        il.Emit(OpCodes.Ldloca, instance);
        il.Emit(OpCodes.Ldflda, field);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Ldloca, instance);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Sub);
    });

    /// <summary>The field's type in the kernel's notation, such as u64[2].</summary>
    internal static string KernelTypeOf(FieldInfo field) => field.GetCustomAttribute<FixedBufferAttribute>() is { } buffer
        ? $"{KernelName(buffer.ElementType)}[{buffer.Length}]"
        : KernelName(field.FieldType);

    private static string KernelName(Type type) =>
        type == typeof(SharedBlock.BlockList) ? "block_list"
        : type == typeof(byte) ? "u8"
        : type == typeof(ushort) ? "u16"
        : type == typeof(uint) ? "u32"
        : type == typeof(ulong) ? "u64"
        : type.Name;

    private static ulong Run(Action<ILGenerator> emit)
    {
        var method = new DynamicMethod("layout", typeof(ulong), null, typeof(RuntimeLayout).Module, skipVisibility: true);
        ILGenerator il = method.GetILGenerator();
        emit(il);
        il.Emit(OpCodes.Conv_U8);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<ulong>>()();
    }
}
