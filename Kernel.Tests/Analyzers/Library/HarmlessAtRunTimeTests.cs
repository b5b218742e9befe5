// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Library;

/// <summary>Members that the summaries call harmless allocate nothing when they run.</summary>
[TestFixture]
public sealed unsafe class HarmlessAtRunTimeTests
{
    private const int WarmUps = 3;

    private static readonly int[] Numbers = [3, 1, 2];
    private static readonly List<int> Items = [3, 1, 2];
    private static readonly ImmutableArray<int> Fixed = [1, 2, 3];
    private static int _number = 3;
    private static ulong _word = 5;
    private static double _real = 1.5;
    private static SpinLock _lock = new(false);

    private static IEnumerable<TestCaseData> Calls()
    {
        (string Name, Action Call)[] calls =
        [
            ("Math.Abs", static () => _number = Math.Abs(_number)),
            ("Math.Sqrt", static () => _real = Math.Sqrt(_real)),
            ("Math.Sin", static () => _real = Math.Sin(_real)),
            ("Math.Pow", static () => _real = Math.Pow(_real, 2)),
            ("Math.Round", static () => _real = Math.Round(_real)),
            ("Math.Clamp", static () => _number = Math.Clamp(_number, 1, 9)),
            ("Math.BigMul", static () => _word = Math.BigMul(_word, _word, out _)),
            ("Math.DivRem", static () => _number = Math.DivRem(_number, 2, out _)),
            ("MathF.Floor", static () => _real = MathF.Floor(1.5f)),
            ("BitOperations.PopCount", static () => _number = BitOperations.PopCount(_word)),
            ("BitOperations.LeadingZeroCount", static () => _number = BitOperations.LeadingZeroCount(_word)),
            ("BitOperations.RotateLeft", static () => _word = BitOperations.RotateLeft(_word, 3)),
            ("BitOperations.Log2", static () => _number = BitOperations.Log2(_word)),
            ("Interlocked.Increment", static () => Interlocked.Increment(ref _number)),
            ("Interlocked.CompareExchange", static () => Interlocked.CompareExchange(ref _number, 1, 2)),
            ("Interlocked.Or", static () => Interlocked.Or(ref _word, 1)),
            ("Interlocked.MemoryBarrier", static () => Interlocked.MemoryBarrier()),
            ("Volatile.Read", static () => Volatile.Read(ref _number)),
            ("Volatile.Write", static () => Volatile.Write(ref _number, 3)),
            ("SpinLock.Exit", static () => { bool taken = false; _lock.Enter(ref taken); _lock.Exit(); }),
            ("Unsafe.Add", static () => _number = Unsafe.Add(ref Numbers[0], 1)),
            ("Unsafe.As", static () => Unsafe.As<ulong, long>(ref _word) = 5),
            ("Unsafe.SizeOf", static () => _number = Unsafe.SizeOf<decimal>()),
            ("Unsafe.CopyBlock", static () => { ulong from = 1, to = 2; Unsafe.CopyBlock(&to, &from, 8); }),
            ("Span.Slice", static () => _number = Numbers.AsSpan().Slice(1, 1)[0]),
            ("Span.CopyTo", static () => Numbers.AsSpan().CopyTo(Numbers)),
            ("Span.Fill", static () => { Span<int> span = stackalloc int[9]; span.Fill(3); }),
            ("Span.Clear", static () => { Span<int> span = stackalloc int[9]; span.Clear(); }),
            ("Span.GetEnumerator", static () => { foreach (int i in Numbers.AsSpan()) _number = i; }),
            ("Span.IndexOf", static () => _number = Numbers.AsSpan().IndexOf(2)),
            ("Span.Contains", static () => _number = Numbers.AsSpan().Contains(2) ? 1 : 0),
            ("Span.SequenceEqual", static () => _number = Numbers.AsSpan().SequenceEqual(Numbers) ? 1 : 0),
            ("Span.StartsWith", static () => _number = Numbers.AsSpan().StartsWith(Numbers) ? 1 : 0),
            ("Span.Reverse", static () => Numbers.AsSpan().Reverse()),
            ("Span.BinarySearch", static () => _number = MemoryExtensions.BinarySearch<int, int>(Numbers.AsSpan(), 2)),
            ("MemoryMarshal.Cast", static () => _number = MemoryMarshal.Cast<int, byte>(Numbers.AsSpan())[0]),
            ("MemoryMarshal.AsBytes", static () => _number = MemoryMarshal.AsBytes(Numbers.AsSpan())[1]),
            ("MemoryMarshal.Read", static () => _number = MemoryMarshal.Read<int>([1, 0, 0, 0])),
            ("MemoryMarshal.GetReference", static () => _number = MemoryMarshal.GetReference(Numbers.AsSpan())),
            ("NativeMemory.Clear", static () => { ulong word; NativeMemory.Clear(&word, 8); _word = word; }),
            ("NativeMemory.Copy", static () => { ulong from = 1, to; NativeMemory.Copy(&from, &to, 8); _word = to; }),
            ("BinaryPrimitives.ReadUInt64BigEndian", static () => _word = BinaryPrimitives.ReadUInt64BigEndian([1, 2, 3, 4, 5, 6, 7, 8])),
            ("BinaryPrimitives.ReverseEndianness", static () => _word = BinaryPrimitives.ReverseEndianness(_word)),
            ("BinaryPrimitives.WriteInt32LittleEndian",
                static () => { Span<byte> span = stackalloc byte[4]; BinaryPrimitives.WriteInt32LittleEndian(span, 3); }),
            ("List.get_Item", static () => _number = Items[1]),
            ("List.GetEnumerator", static () => { foreach (int i in Items) _number = i; }),
            ("ImmutableArray.get_Item", static () => _number = Fixed[1]),
            ("ImmutableArray.GetEnumerator", static () => { foreach (int i in Fixed) _number = i; }),
            ("Array.Find", static () => _number = Array.Find(Numbers, static i => i == 2)),
            ("Array.ForEach", static () => Array.ForEach(Numbers, static i => _number = i)),
            ("Array.Clear", static () => Array.Clear(Numbers)),
            ("String.op_Equality", static () => _number = string.Empty == "text" ? 1 : 0),
            ("String.StartsWith", static () => _number = "text".StartsWith("te", StringComparison.Ordinal) ? 1 : 0),
            ("Utf8Formatter.TryFormat",
                static () => { Span<byte> span = stackalloc byte[40]; Utf8Formatter.TryFormat(_number, span,
                out _); Utf8Formatter.TryFormat(1.5, span, out _); Utf8Formatter.TryFormat(DateTime.UnixEpoch, span, out _,
                'O'); Utf8Formatter.TryFormat(1.5m, span, out _); }),
            ("Utf8Parser.TryParse",
                static () => _number = Utf8Parser.TryParse("12"u8, out int _, out _) && Utf8Parser.TryParse("1.5"u8, out double _,
                out _) && Utf8Parser.TryParse("1.5"u8, out decimal _, out _) ? 1 : 0),
            ("Span.Split", static () => { foreach (Range range in "a,b".AsSpan().Split(',')) _number = range.End.Value; }),
            ("String.AsSpan", static () => _number = "text".AsSpan(1)[0]),
            ("String.CompareOrdinal", static () => _number = string.CompareOrdinal("text", "test")),
            ("Stopwatch.GetTimestamp", static () => _word = (ulong)Stopwatch.GetTimestamp()),
            ("Environment.TickCount64", static () => _word = (ulong)Environment.TickCount64),
            ("Environment.CurrentManagedThreadId", static () => _number = Environment.CurrentManagedThreadId),
            ("DateTime.UtcNow", static () => _number = DateTime.UtcNow.Hour),
            ("TimeSpan.FromSeconds", static () => _real = TimeSpan.FromSeconds(1.5).Ticks),
            ("Int32.CompareTo", static () => _number = _number.CompareTo(3)),
            ("Int32.GetHashCode", static () => _number = _number.GetHashCode()),
            ("UInt64.RotateRight", static () => _word = ulong.RotateRight(_word, 1)),
            ("Double.IsNaN", static () => _number = double.IsNaN(_real) ? 1 : 0),
            ("UInt128.op_Multiply", static () => _word = (ulong)((UInt128)_word * 3)),
            ("Half", static () => _real = (double)(Half)_real),
            ("Index.GetOffset", static () => _number = Numbers[^1]),
            ("ArgumentNullException.ThrowIfNull", static () => ArgumentNullException.ThrowIfNull(Numbers)),
            ("Vector128", static () => _word = (Vector128.Create(_word) + Vector128<ulong>.One).ToScalar()),
            ("Vector3.Dot", static () => _real = Vector3.Dot(Vector3.One, Vector3.UnitX)),
            ("BitConverter.DoubleToInt64Bits", static () => _word = (ulong)BitConverter.DoubleToInt64Bits(_real)),
            ("GC.KeepAlive", static () => GC.KeepAlive(Numbers)),
        ];
        return calls.Select(call => new TestCaseData(call.Call) { TestName = $"AllocatesNothing({call.Name})" });
    }

    [TestCaseSource(nameof(Calls))]
    public void AllocatesNothing(Action call)
    {
        for (int i = 0; i < WarmUps; i++)
            call();
        Assert.DoesNotThrow(() =>
        {
            using RealModeScope scope = RealModeScope.Enter();
            call();
        });
    }
}
