// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Rules;

/// <summary>Idioms of kernel code in C#, none of which may be reported.</summary>
public class KernelIdiomTests
{
    private const string Types = """
        using static Constants;

        static class Constants { public const ulong HPTE_V_VALID = 1; public const int PAGE_SHIFT = 16; }
        enum irqreturn { NONE, HANDLED }
        unsafe struct kvm_hpt_info { public ulong virt; public uint order; public ulong* rev; }
        unsafe struct kvm_arch { public kvm_hpt_info hpt_virt; public fixed ulong slots[8]; public int lpcr; }
        struct kvm { public kvm_arch arch; }
        unsafe struct kvm_vcpu { public kvm* kvm; public regs gpr; }
        [InlineArray(32)] struct regs { private ulong _first; }

        readonly unsafe struct vmalloc_ptr<T> where T : unmanaged
        {
            private readonly T* _address;
            [RealMode] public vmalloc_ptr(T* address) => _address = address;
            [RealMode] public T* real() => _address;
            public ref T this[long i] { [RealMode] get => ref _address[i]; }
            [RealMode] public static vmalloc_ptr<T> operator +(vmalloc_ptr<T> p, long n) => new(p._address + n);
            [RealMode] public static explicit operator ulong(vmalloc_ptr<T> p) => (ulong)p._address;
            [RealMode] public static bool operator ==(vmalloc_ptr<T> a, vmalloc_ptr<T> b) => a._address == b._address;
            [RealMode] public static bool operator !=(vmalloc_ptr<T> a, vmalloc_ptr<T> b) => !(a == b);
            public override bool Equals(object? other) => throw new NotSupportedException();
            public override int GetHashCode() => throw new NotSupportedException();
        }

        static unsafe class Helpers
        {
            [RealMode] public static T READ_ONCE<T>(T* p) where T : unmanaged => *p;
            [RealMode] public static void WRITE_ONCE<T>(T* p, T value) where T : unmanaged => *p = value;
            [RealMode(Unchecked = "a jump into the firmware")] public static void call_firmware() => Thread.Sleep(1);
        }
        """;

    [TestCase("ulong v = vcpu->kvm->arch.hpt_virt.virt; vcpu->kvm->arch.lpcr |= 3; ulong* p = hpte + 2; p++; v = (ulong)(p - hpte); " +
        "*p = v; p[1] = ~v;")]
    [TestCase("vcpu->kvm->arch.slots[3] = vcpu->kvm->arch.slots[index & 7]; ref ulong slot = ref vcpu->kvm->arch.slots[1]; slot++;")]
    [TestCase("vcpu->gpr[3] = vcpu->gpr[index]; foreach (var g in vcpu->gpr) index += (int)g; Span<ulong> all = vcpu->gpr; all[1] = 2;")]
    [TestCase("hpte[0] = HPTE_V_VALID | (1UL << PAGE_SHIFT); const ulong mask = ~HPTE_V_VALID; hpte[1] &= mask;")]
    [TestCase("ref ulong r = ref hpte[0]; r = ref hpte[1]; r |= 2; ref readonly kvm k = ref *vcpu->kvm; index = k.arch.lpcr;")]
    [TestCase("ulong v = Helpers.READ_ONCE(&hpte[0]); Helpers.WRITE_ONCE(hpte + 1, v);")]
    [TestCase("again: if (index++ < 3) goto again; goto out_unlock; out_unlock: index = 0;")]
    [TestCase("rev = rev + 1; rev[3] = 4; hpte = rev.real(); ulong a = (ulong)rev; " +
        "if (rev == default) rev = new vmalloc_ptr<ulong>(hpte);")]
    [TestCase("ulong v = Volatile.Read(ref *hpte); Volatile.Write(ref hpte[1], v); Thread.MemoryBarrier();")]
    [TestCase("while (Interlocked.CompareExchange(ref *hpte, 1, 0) != 0) { } Interlocked.Or(ref hpte[1], 2); " +
        "Interlocked.Exchange(ref *hpte, 0);")]
    [TestCase("byte b = (byte)index; long l = b; nint n = (nint)hpte; uint u = checked((uint)index); double d = l; hpte = (ulong*)n; " +
        "index = unchecked((int)u);")]
    [TestCase("switch (index) { case 1: case 2: index = 3; break; default: goto case 1; } " +
        "index = index switch { > 3 and < 9 => 1, _ => 2 };")]
    [TestCase("Span<byte> s = stackalloc byte[16]; fixed (byte* p = s) *p = 1; fixed (ulong* q = array) *q = 2; " +
        "fixed (ulong* q = &array[1]) *q = 2;")]
    [TestCase("var k = default(kvm); k.arch = default; kvm_arch a = new(); a.lpcr = 1; *vcpu->kvm = k; vcpu->kvm->arch = a;")]
    [TestCase("irqreturn r = irqreturn.NONE; r |= irqreturn.HANDLED; if (r != irqreturn.NONE) index = (int)r; r = ~r;")]
    [TestCase("Helpers.call_firmware();")]
    [TestCase("index = BitOperations.TrailingZeroCount(*hpte) + (int)ulong.RotateLeft(*hpte, 3) + (int)Math.Min(1, 2); " +
        "UInt128 w = *hpte; w <<= 64; Int128 i = (Int128)w + 1;")]
    [TestCase("NativeMemory.Clear(hpte, 16); Unsafe.CopyBlock(hpte, hpte + 2, 8); Unsafe.As<ulong, long>(ref *hpte) = 1; " +
        "index = Unsafe.SizeOf<kvm>() + sizeof(kvm);")]
    [TestCase("long t = Stopwatch.GetTimestamp() + Environment.TickCount64; System.Runtime.Intrinsics.X86.X86Base.Pause(); " +
        "var v = Vector128.Create(1UL) + Vector128<ulong>.One;")]
    [TestCase("int? maybe = index; if (maybe is { } value) index = value; if (maybe.HasValue) index = maybe.Value; maybe += 1; " +
        "index = maybe ?? 3;")]
    [TestCase("*hpte = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(*hpte);")]
    [TestCase("Span<ulong> s = new(hpte, 4); index = (int)s[..2][^1]; ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(s); s.Clear(); " +
        "s.Slice(1).CopyTo(s);")]
    [TestCase("delegate*<ulong*, ulong> f = &Helpers.READ_ONCE<ulong>; var same = f == null;")]
    [TestCase("do { index--; if (index == 4) continue; } while (index > 0); for (int i = 0; i < 4; i++) index += i; " +
        "bool b = index > 1 && !(index is 3 or 4); index = b ? 1 : 2;")]
    public Task KernelIdiomIsQuiet(string statements) => RealModeVerifier.Declarations(Types + """

        static unsafe class Code
        {
            [RealMode]
            static void Run(kvm_vcpu* vcpu, ulong* hpte, vmalloc_ptr<ulong> rev, ulong[] array, int index)
            {
        """ + statements + """

            }
        }
        """);
}
