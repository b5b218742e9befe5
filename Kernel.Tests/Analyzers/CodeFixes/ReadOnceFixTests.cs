// SPDX-License-Identifier: GPL-2.0-only
using Kernel.CodeFixes;
using NUnit.Framework;
using Verify = Kernel.Tests.Analyzers.CodeFixes.FixVerifier<
    Kernel.Analyzers.SharedWords.SharedWordAnalyzer, Kernel.CodeFixes.ReadOnceFix>;

namespace Kernel.Tests.Analyzers.CodeFixes;

[TestOf(typeof(ReadOnceFix))]
public class ReadOnceFixTests
{
    [Test]
    public Task PlainReadBecomesOneAccess() => Verify.Fixes(
        """
        class C
        {
            [Kernel.SharedWord] int _count;
            [Kernel.SharedWord] string? _text;
            int M(C other) => {|KRN2203:_count|} + {|KRN2203:other._count|} + ({|KRN2203:this._text|} ?? "").Length;
        }
        """,
        """
        class C
        {
            [Kernel.SharedWord] int _count;
            [Kernel.SharedWord] string? _text;
            int M(C other) => Volatile.Read(ref _count) + Volatile.Read(ref other._count) + (Volatile.Read(ref this._text) ?? "").Length;
        }
        """);

    [Test]
    public Task PlainReadBecomesTheProjectsOwnPrimitive() => Verify.Fixes(
        """
        unsafe struct vcpu { [Kernel.SharedWord] public int* vpa; [Kernel.SharedWord] public int state; }
        static unsafe class Code
        {
            static int READ_ONCE(int* p) => Volatile.Read(ref *p);
            static T* READ_ONCE<T>(T** p) where T : unmanaged => (T*)Volatile.Read(ref *(nint*)p);
            static int M(vcpu* vcpu) => {|KRN2203:vcpu->state|} + *{|KRN2203:vcpu->vpa|};
        }
        """,
        """
        unsafe struct vcpu { [Kernel.SharedWord] public int* vpa; [Kernel.SharedWord] public int state; }
        static unsafe class Code
        {
            static int READ_ONCE(int* p) => Volatile.Read(ref *p);
            static T* READ_ONCE<T>(T** p) where T : unmanaged => (T*)Volatile.Read(ref *(nint*)p);
            static int M(vcpu* vcpu) => READ_ONCE(&vcpu->state) + *READ_ONCE(&vcpu->vpa);
        }
        """);

    [Test]
    public Task UpdatesAndWideValuesHaveNoSingleRead() => Verify.OffersNothing(
        """
        class C
        {
            [Kernel.SharedWord] int _count;
            [Kernel.SharedWord] decimal _wide;
            [Kernel.SharedWord] int Property { get; set; }
            decimal M()
            {
                {|KRN2203:_count|}++;
                return {|KRN2203:_wide|} + {|KRN2203:Property|};
            }
        }
        """);

    [Test]
    public Task SecondReadBecomesTheValueThatWasTested() => Verify.Fixes(
        """
        class C
        {
            [Kernel.SharedWord] string? _text;
            volatile string? _live;
            int M(C other)
            {
                // The text may go at any time.
                if (Volatile.Read(ref _text) != null)
                    return {|KRN2204:Volatile.Read(ref _text)|}!.Length;

                if (other._live is null)
                    return 0;
                return {|KRN2204:other._live|}.Length;
            }
        }
        """,
        """
        class C
        {
            [Kernel.SharedWord] string? _text;
            volatile string? _live;
            int M(C other)
            {
                // The text may go at any time.
                var text = Volatile.Read(ref _text);
                if (text != null)
                    return text!.Length;

                var live = other._live;
                if (live is null)
                    return 0;
                return live.Length;
            }
        }
        """);

    [Test]
    public Task ClassicIsFixedInOneStep() => Verify.Fixes(
        """
        class C
        {
            [Kernel.SharedWord] Action? _action;
            void M()
            {
                if ({|KRN2203:_action|} != null)
                    {|KRN2204:_action|}();
            }
        }
        """,
        """
        class C
        {
            [Kernel.SharedWord] Action? _action;
            void M()
            {
                var action = Volatile.Read(ref _action);
                if (action != null)
                    action();
            }
        }
        """,
        key: "UseTested", steps: 1);

    [Test]
    public Task VariableThatHoldsTheFirstReadIsUsed() => Verify.Fixes(
        """
        class C
        {
            [Kernel.SharedWord] string? _text;
            int M()
            {
                var seen = Volatile.Read(ref _text);
                return seen == null ? 0 : {|KRN2204:Volatile.Read(ref _text)|}!.Length;
            }
        }
        """,
        """
        class C
        {
            [Kernel.SharedWord] string? _text;
            int M()
            {
                var seen = Volatile.Read(ref _text);
                return seen == null ? 0 : seen!.Length;
            }
        }
        """);

    [Test]
    public Task SeveralReadsOfOneWordShareAVariableWithAFreeName() => Verify.Fixes(
        """
        class C
        {
            [Kernel.SharedWord] int _count;
            int M(int count)
            {
                if (Volatile.Read(ref _count) > count)
                {
                    count = {|KRN2204:Volatile.Read(ref _count)|};
                    return {|KRN2204:Volatile.Read(ref _count)|};
                }

                return count;
            }
        }
        """,
        """
        class C
        {
            [Kernel.SharedWord] int _count;
            int M(int count)
            {
                var count2 = Volatile.Read(ref _count);
                if (count2 > count)
                {
                    count = count2;
                    return count2;
                }

                return count;
            }
        }
        """);

    [Test]
    public Task ReadThatIsNotAlwaysMadeStaysWhereItIs() => Verify.OffersNothing(
        """
        class C
        {
            [Kernel.SharedWord] string? _text;
            int M(C? other)
            {
                while (Volatile.Read(ref _text) != null)
                    Console.WriteLine({|KRN2204:Volatile.Read(ref _text)|});
                if (other != null && Volatile.Read(ref other._text) != null)
                    return {|KRN2204:Volatile.Read(ref other._text)|}!.Length;
                return 0;
            }

            int N() => Volatile.Read(ref _text) == null ? 0 : {|KRN2204:Volatile.Read(ref _text)|}!.Length;
        }
        """);
}
