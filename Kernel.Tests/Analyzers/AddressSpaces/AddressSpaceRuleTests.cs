// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Analyzers.AddressSpaces;
using Kernel.Analyzers.RealMode;
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.AddressSpaces;

/// <summary>
/// A pointer into another address space is dereferenced outside real mode only, and converted only by members that declare it.
/// </summary>
public class AddressSpaceRuleTests
{
    private const string Pointer = """

        [AddressSpace("vmalloc")]
        readonly unsafe struct Pointer<T> where T : unmanaged
        {
            public readonly ulong Address;
            public Pointer(ulong address) => Address = address;
            public bool IsNull => Address == 0;
            [Dereferences] public ref T this[ulong i] => ref *(T*)(Address + i);
            [Dereferences] public T Read() => *(T*)Address;
            public static Pointer<T> operator +(Pointer<T> pointer, ulong n) => new(pointer.Address + n);
        }
        """;

    [TestCase("ulong x = {|KRN2101:p[3]|};")]
    [TestCase("{|KRN2101:p[3]|} = 4;")]
    [TestCase("ulong x = {|KRN2101:p.Read()|};")]
    [TestCase("ulong x = {|KRN2101:Helper(p)|};")]
    [TestCase("static ulong Local(Pointer<ulong> q) => q[1]; ulong x = {|KRN2101:Local(p)|};")]
    public Task RealModeCodeThatDereferencesIsReported(string statements) =>
        AnalyzerVerifier<RealModeAnalyzer>.Run(Code("[RealMode]", statements));

    [TestCase("if (p.IsNull) return; Pointer<ulong> next = p + 8;")]
    [TestCase("ulong x = *Convert(p);")]
    public Task RealModeCodeThatCalculatesOrConvertsIsQuiet(string statements) =>
        AnalyzerVerifier<RealModeAnalyzer>.Run(Code("[RealMode]", statements));

    [TestCase("[Atomic]")]
    [TestCase("")]
    public Task DereferencingOutsideRealModeIsQuiet(string contract) =>
        AnalyzerVerifier<RealModeAnalyzer>.Run(Code(contract, "p[3] = p.Read() + Helper(p);"));

    [TestCase("ulong x = {|KRN2102:p.Address|};")]
    [TestCase("ulong* x = (ulong*){|KRN2102:p.Address|};")]
    [TestCase("ulong x = *{|KRN2102:(ulong*)&p|};")]
    [TestCase("ulong x = {|KRN2102:Unsafe.As<Pointer<ulong>, ulong>(ref p)|};")]
    [TestCase("ulong x = {|KRN2102:Unsafe.BitCast<Pointer<ulong>, ulong>(p)|};")]
    [TestCase("Func<ulong> f = () => {|KRN2102:p.Address|};")]
    public Task TakingTheAddressOutIsReported(string statements) => AnalyzerVerifier<AddressSpaceAnalyzer>.Run(Code("", statements));

    [TestCase("ulong* x = Convert(p);")]
    [TestCase("Pointer<ulong> q = new(8);")]
    [TestCase("void* x = &p;")]
    [TestCase("Pointer<ulong>* x = &p;")]
    public Task ConversionInsideTheAddressSpaceIsQuiet(string statements) =>
        AnalyzerVerifier<AddressSpaceAnalyzer>.Run(Code("", statements));

    [Test]
    public Task ConverterOfAnotherSpaceMayNotConvert() => AnalyzerVerifier<AddressSpaceAnalyzer>.Run(
        """
        static class Code
        {
            [ConvertsAddressSpace("user")]
            static ulong Take(Pointer<ulong> p) => {|KRN2102:p.Address|};

            [ConvertsAddressSpace("vmalloc")]
            static ulong Property { get => new Pointer<ulong>(8).Address; }
        }
        """ + Pointer);

    private static string Code(string contract, string statements) => $$"""
        static unsafe class Code
        {
            {{contract}}
            static void Run(Pointer<ulong> p)
            {
                {{statements}}
            }

            static ulong Helper(Pointer<ulong> p) => p[2];

            [RealMode, ConvertsAddressSpace("vmalloc")]
            static ulong* Convert(Pointer<ulong> p) => (ulong*)(p.Address - 0xd000);
        }
        """ + Pointer;
}
