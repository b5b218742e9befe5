// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Analyzers.Publication;
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Publication;

/// <summary>Published fields are read after and written before their flag, with barriers.</summary>
public class PublicationTests
{
    [TestCase("return {|KRN2201:_data|};")]
    [TestCase("return _ready ? {|KRN2201:_data|} : 0;", Description = "a plain read of the flag keeps nothing behind it")]
    [TestCase("if (n > 3 && Volatile.Read(ref _ready)) n++; return {|KRN2201:_data|};")]
    [TestCase("int data = {|KRN2201:_data|}; return Volatile.Read(ref _ready) ? data : 0;")]
    [TestCase("return Volatile.Read(ref other._ready) ? {|KRN2201:_data|} : 0;", Description = "another object's flag")]
    [TestCase("_ = Volatile.Read(ref n); return {|KRN2201:_data|};")]
    [TestCase("Func<int> f = () => {|KRN2201:_data|}; return f();")]
    [TestCase("{|KRN2201:_data|}++; return 0;")]
    [TestCase("return {|KRN2201:s_data|};")]
    public Task ReadBeforeTheFlagIsReported(string statements) => Verify(statements);

    [TestCase("return Volatile.Read(ref _ready) ? _data : 0;")]
    [TestCase("if (!Volatile.Read(ref _ready)) return 0; return _data;")]
    [TestCase("while (!Volatile.Read(ref _ready)) Thread.SpinWait(1); return _data;")]
    [TestCase("return _ready && Fence() ? _data : 0;")]
    [TestCase("if (!_ready) return 0; Volatile.ReadBarrier(); return _data;")]
    [TestCase("if (!_ready) return 0; Interlocked.MemoryBarrier(); return _data;")]
    [TestCase("if (!_ready) return 0; smp_rmb(); return _data;", Description = "a function that is a barrier")]
    [TestCase("return READ_ONCE(ref _ready) ? _data : 0;", Description = "a function that reads in order")]
    [TestCase("return IsReady ? _data : 0;", Description = "a property that reads in order")]
    [TestCase("return other.IsReady ? other._data : 0;")]
    [TestCase("return Interlocked.CompareExchange(ref _state, 1, 1) == 1 ? _more : 0;")]
    [TestCase("return _live ? _volatileData : 0;", Description = "a volatile field")]
    [TestCase("return Volatile.Read(ref s_ready) ? s_data : 0;")]
    [TestCase("C same = other; return Volatile.Read(ref same._ready) ? other._data : 0;")]
    public Task ReadAfterTheFlagIsQuiet(string statements) => Verify(statements);

    [TestCase("_data = 3; {|KRN2202:_ready|} = true; return 0;")]
    [TestCase("{|KRN2202:_ready|} = true; return 0;")]
    [TestCase("Volatile.WriteBarrier(); _data = 3; {|KRN2202:_ready|} = true; return 0;")]
    [TestCase("_data = 3; if (n > 3) smp_wmb(); {|KRN2202:_ready|} = true; return 0;")]
    [TestCase("_data = 3; {|KRN2202:_ready|} = n > 3; return 0;")]
    public Task PlainWriteToTheFlagIsReported(string statements) => Verify(statements);

    [TestCase("_data = 3; Volatile.Write(ref _ready, true); return 0;")]
    [TestCase("_data = 3; Volatile.WriteBarrier(); _ready = true; return 0;")]
    [TestCase("_data = 3; smp_wmb(); _ready = true; return 0;")]
    [TestCase("_data = 3; Interlocked.MemoryBarrier(); _ready = true; return _data;")]
    [TestCase("_volatileData = 3; _live = true; return 0;")]
    [TestCase("_ready = false; return 0;", Description = "to take it back publishes nothing")]
    [TestCase("_data = 3; return _data;", Description = "who writes knows")]
    public Task OrderedWriteToTheFlagIsQuiet(string statements) => Verify(statements);

    [Test]
    public Task ConstructorMayAccessPublishedFields() => AnalyzerVerifier<PublicationAnalyzer>.Run(
        """
        class D
        {
            [PublishedBy(nameof(_ready))] int _data;
            bool _ready;
            D() { _data = 3; _ready = true; _data++; }
        }
        """);

    private static Task Verify(string statements) => AnalyzerVerifier<PublicationAnalyzer>.Run($$"""
        class C
        {
            [PublishedBy(nameof(_ready))] int _data;
            [PublishedBy(nameof(_state))] int _more;
            [PublishedBy(nameof(_live))] int _volatileData;
            [PublishedBy(nameof(s_ready))] static int s_data;
            bool _ready; int _state; volatile bool _live; static bool s_ready;

            bool IsReady => Volatile.Read(ref _ready);

            int Run(int n, C other)
            {
                {{statements}}
            }

            static bool READ_ONCE(ref bool p) => Volatile.Read(ref p);
            static void smp_rmb() => Volatile.ReadBarrier();
            static void smp_wmb() => Volatile.WriteBarrier();
            static bool Fence() { Interlocked.MemoryBarrier(); return true; }
        }
        """);
}
