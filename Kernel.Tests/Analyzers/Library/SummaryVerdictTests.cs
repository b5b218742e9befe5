// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Analyzers.Library.Summaries;
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Library;

/// <summary>What the committed summaries say about well-known members.</summary>
[TestFixture]
public sealed class SummaryVerdictTests
{
    private static readonly Lazy<SummaryTable> Table = new(() =>
    {
        using Stream stream = typeof(LibrarySummary).Assembly.GetManifestResourceStream("net10.0.summaries")!;
        return SummaryTable.Read(stream);
    });

    [TestCase("Math.Abs(System.Int32)")]
    [TestCase("Math.Sqrt(System.Double)")]
    [TestCase("Math.Sin(System.Double)")]
    [TestCase("Math.Pow(System.Double,System.Double)")]
    [TestCase("Math.Round(System.Double)")]
    [TestCase("Math.Clamp(System.Int32,System.Int32,System.Int32)")]
    [TestCase("Math.DivRem(System.Int32,System.Int32,System.Int32@)")]
    [TestCase("Math.BigMul(System.UInt64,System.UInt64,System.UInt64@)")]
    [TestCase("MathF.Floor(System.Single)")]
    [TestCase("MathF.Sqrt(System.Single)")]
    [TestCase("Numerics.BitOperations.PopCount(System.UInt64)")]
    [TestCase("Numerics.BitOperations.LeadingZeroCount(System.UInt64)")]
    [TestCase("Numerics.BitOperations.RotateLeft(System.UInt64,System.Int32)")]
    [TestCase("Numerics.BitOperations.Log2(System.UInt32)")]
    [TestCase("Threading.Interlocked.Increment(System.Int32@)")]
    [TestCase("Threading.Interlocked.CompareExchange(System.Int64@,System.Int64,System.Int64)")]
    [TestCase("Threading.Interlocked.CompareExchange``1(``0@,``0,``0)")]
    [TestCase("Threading.Interlocked.Or(System.UInt64@,System.UInt64)")]
    [TestCase("Threading.Interlocked.MemoryBarrier")]
    [TestCase("Threading.Volatile.Read(System.Int32@)")]
    [TestCase("Threading.Volatile.Write``1(``0@,``0)")]
    [TestCase("Threading.Volatile.ReadBarrier")]
    [TestCase("Threading.SpinLock.Exit")]
    [TestCase("Threading.SpinLock.#ctor(System.Boolean)")]
    [TestCase("Runtime.CompilerServices.Unsafe.Add``1(``0@,System.Int32)")]
    [TestCase("Runtime.CompilerServices.Unsafe.As``2(``0@)")]
    [TestCase("Runtime.CompilerServices.Unsafe.SizeOf``1")]
    [TestCase("Runtime.CompilerServices.Unsafe.CopyBlock(System.Void*,System.Void*,System.UInt32)")]
    [TestCase("Span`1.get_Item(System.Int32)")]
    [TestCase("Span`1.Slice(System.Int32,System.Int32)")]
    [TestCase("Span`1.CopyTo(System.Span{`0})")]
    [TestCase("Span`1.Fill(`0)")]
    [TestCase("Span`1.Clear")]
    [TestCase("Span`1.GetEnumerator")]
    [TestCase("ReadOnlySpan`1.Slice(System.Int32)")]
    [TestCase("ReadOnlySpan`1.TryCopyTo(System.Span{`0})")]
    [TestCase("Runtime.InteropServices.MemoryMarshal.Cast``2(System.Span{``0})")]
    [TestCase("Runtime.InteropServices.MemoryMarshal.Read``1(System.ReadOnlySpan{System.Byte})")]
    [TestCase("Runtime.InteropServices.MemoryMarshal.AsBytes``1(System.Span{``0})")]
    [TestCase("Runtime.InteropServices.MemoryMarshal.GetReference``1(System.Span{``0})")]
    [TestCase("Runtime.InteropServices.NativeMemory.Clear(System.Void*,System.UIntPtr)")]
    [TestCase("Runtime.InteropServices.NativeMemory.Copy(System.Void*,System.Void*,System.UIntPtr)")]
    [TestCase("MemoryExtensions.AsSpan``1(``0[])")]
    [TestCase("MemoryExtensions.AsSpan(System.String)")]
    [TestCase("MemoryExtensions.Reverse``1(System.Span{``0})")]
    [TestCase("Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(System.ReadOnlySpan{System.Byte})")]
    [TestCase("Buffers.Binary.BinaryPrimitives.ReverseEndianness(System.UInt32)")]
    [TestCase("Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(System.Span{System.Byte},System.Int32)")]
    [TestCase("Collections.Generic.List`1.get_Item(System.Int32)")]
    [TestCase("Collections.Generic.List`1.get_Count")]
    [TestCase("Collections.Generic.List`1.GetEnumerator")]
    [TestCase("Collections.Immutable.ImmutableArray`1.get_Item(System.Int32)")]
    [TestCase("String.get_Length")]
    [TestCase("String.get_Chars(System.Int32)")]
    [TestCase("String.op_Equality(System.String,System.String)")]
    [TestCase("String.IsNullOrEmpty(System.String)")]
    [TestCase("String.CompareOrdinal(System.String,System.String)")]
    [TestCase("Diagnostics.Stopwatch.GetTimestamp")]
    [TestCase("Environment.get_TickCount64")]
    [TestCase("Environment.get_CurrentManagedThreadId")]
    [TestCase("DateTime.get_UtcNow")]
    [TestCase("TimeSpan.FromSeconds(System.Double)")]
    [TestCase("Array.Clear(System.Array)")]
    [TestCase("Array.get_Length")]
    [TestCase("GC.KeepAlive(System.Object)")]
    [TestCase("Int32.CompareTo(System.Int32)")]
    [TestCase("Int32.Equals(System.Int32)")]
    [TestCase("Int32.GetHashCode")]
    [TestCase("UInt64.RotateRight(System.UInt64,System.Int32)")]
    [TestCase("Double.IsNaN(System.Double)")]
    [TestCase("Char.IsAsciiDigit(System.Char)")]
    [TestCase("UInt128.op_Multiply(System.UInt128,System.UInt128)")]
    [TestCase("Half.op_Explicit(System.Double)~System.Half")]
    [TestCase("Nullable`1.GetValueOrDefault")]
    [TestCase("Index.GetOffset(System.Int32)")]
    [TestCase("Range.GetOffsetAndLength(System.Int32)")]
    [TestCase("ArgumentNullException.ThrowIfNull(System.Object,System.String)")]
    [TestCase("ArgumentOutOfRangeException.ThrowIfNegative``1(``0,System.String)")]
    [TestCase("Runtime.Intrinsics.Vector128.Create(System.UInt64)")]
    [TestCase("Runtime.Intrinsics.Vector128`1.op_Addition(" +
        "System.Runtime.Intrinsics.Vector128{`0},System.Runtime.Intrinsics.Vector128{`0})")]
    [TestCase("Runtime.Intrinsics.X86.X86Base.Pause")]
    [TestCase("Numerics.Vector3.Dot(System.Numerics.Vector3,System.Numerics.Vector3)")]
    [TestCase("BitConverter.DoubleToInt64Bits(System.Double)")]
    public void MemberIsSummarizedAsHarmless(string member) => Assert.That(Effects(member), Is.EqualTo(SummaryFlags.None));

    [TestCase("Threading.Thread.Sleep(System.Int32)")]
    [TestCase("Threading.Thread.Join")]
    [TestCase("Threading.Thread.Yield")]
    [TestCase("Threading.Thread.Start")]
    [TestCase("Threading.Monitor.Enter(System.Object)")]
    [TestCase("Threading.Monitor.Wait(System.Object)")]
    [TestCase("Threading.Lock.Enter")]
    [TestCase("Threading.Lock.EnterScope")]
    [TestCase("Threading.SemaphoreSlim.Wait")]
    [TestCase("Threading.Interlocked.MemoryBarrierProcessWide")]
    [TestCase("Threading.Tasks.Task.Wait")]
    [TestCase("Console.WriteLine")]
    [TestCase("Console.ReadLine")]
    [TestCase("Collections.Generic.List`1.Add(`0)")]
    [TestCase("Collections.Concurrent.ConcurrentQueue`1.Enqueue(`0)")]
    [TestCase("Runtime.InteropServices.NativeMemory.Alloc(System.UIntPtr)")]
    [TestCase("Runtime.InteropServices.NativeMemory.Free(System.Void*)")]
    [TestCase("Guid.NewGuid")]
    [TestCase("DateTime.get_Now")]
    [TestCase("GC.Collect")]
    [TestCase("Environment.Exit(System.Int32)")]
    [TestCase("Environment.GetEnvironmentVariable(System.String)")]
    [TestCase("IO.File.Exists(System.String)")]
    [TestCase("IO.File.ReadAllText(System.String)")]
    [TestCase("Object.GetHashCode")]
    [TestCase("Int32.Parse(System.String)")]
    [TestCase("String.Format(System.String,System.Object)")]
    [TestCase("Activator.CreateInstance(System.Type)")]
    public void MemberIsSummarizedAsBlocking(string member) => Assert.That(Effects(member) & SummaryFlags.Blocks, Is.Not.Zero);

    [TestCase("Threading.SpinLock.Enter(System.Boolean@)")]
    [TestCase("Threading.SpinWait.SpinOnce")]
    [TestCase("Threading.Thread.SpinWait(System.Int32)")]
    public void MemberIsSummarizedAsSpinning(string member) => Assert.That(Effects(member), Is.EqualTo(SummaryFlags.Spins));

    [TestCase("String.Concat(System.String,System.String)")]
    [TestCase("String.Substring(System.Int32)")]
    [TestCase("String.ToCharArray")]
    [TestCase("Span`1.ToArray")]
    [TestCase("Collections.Generic.List`1.#ctor(System.Int32)")]
    [TestCase("GC.AllocateUninitializedArray``1(System.Int32,System.Boolean)")]
    [TestCase("Text.StringBuilder.#ctor")]
    public void MemberIsSummarizedAsAllocating(string member) => Assert.That(Effects(member) & SummaryFlags.Allocates, Is.Not.Zero);

    [TestCase("Array.Sort``1(``0[])")]
    [TestCase("Collections.Generic.Dictionary`2.TryGetValue(`0,`1@)")]
    [TestCase("Linq.Enumerable.Sum(System.Collections.Generic.IEnumerable{System.Int32})")]
    public void MemberIsSummarizedAsUnknown(string member) =>
        Assert.That(Effects(member) & (SummaryFlags.Unknown | SummaryFlags.Blocks), Is.EqualTo(SummaryFlags.Unknown));

    [TestCase("MemoryExtensions.IndexOf``1(System.ReadOnlySpan{``0},``0)", "``0 M:System.IEquatable`1.Equals(`0)")]
    [TestCase("MemoryExtensions.SequenceEqual``1(System.ReadOnlySpan{``0},System.ReadOnlySpan{``0})",
        "``0 M:System.IEquatable`1.Equals(`0)")]
    [TestCase("MemoryExtensions.BinarySearch``2(System.ReadOnlySpan{``0},``1)", "``1 M:System.IComparable`1.CompareTo(`0)")]
    public void SummaryDependsOnTheTypeArgument(string member, string condition)
    {
        LibrarySummary summary = Find(member);
        Assert.Multiple(() =>
        {
            Assert.That(summary.Flags, Is.EqualTo(SummaryFlags.None));
            Assert.That(summary.Conditions.Select(each => $"{(each.IsMethodVariable ? "``" : "`")}{each.Variable} {each.Member}"),
                Is.EqualTo(new[] { condition }));
        });
    }

    [TestCase("Array.ForEach``1(``0[],System.Action{``0})", 1)]
    [TestCase("Array.Find``1(``0[],System.Predicate{``0})", 1)]
    [TestCase("Collections.Generic.List`1.Exists(System.Predicate{`0})", 0)]
    public void MemberIsSummarizedAsCallingItsParameter(string member, int parameter) =>
        Assert.That(Find(member).InvokedParameters, Is.EqualTo(new[] { parameter }));

    [TestCase("Console.WriteLine", "Monitor.Enter")]
    [TestCase("Threading.SemaphoreSlim.Wait", "Monitor.Enter")]
    [TestCase("Guid.NewGuid", "native SystemNative_GetCryptographicallySecureRandomBytes")]
    public void WitnessNamesTheEndOfTheChain(string member, string witness) => Assert.That(Find(member).Witness, Is.EqualTo(witness));

    [Test]
    public void SummariesAreOfTheRuntimeThatTheProjectTargets() => Assert.Multiple(() =>
    {
        Assert.That(Table.Value.Source, Does.StartWith($"{Environment.Version.Major}."));
        Assert.That(Table.Value.Count, Is.GreaterThan(40_000));
    });

    [Test]
    public void MemberWithoutASummaryIsUnknown() => Assert.That(Table.Value.Find("M:System.Math.Frobnicate"), Is.Null);

    private static SummaryFlags Effects(string member) => Find(member).Flags & ~SummaryFlags.Open;

    private static LibrarySummary Find(string member) =>
        Table.Value.Find("M:System." + member) ?? throw new AssertionException($"{member} has no summary");
}
