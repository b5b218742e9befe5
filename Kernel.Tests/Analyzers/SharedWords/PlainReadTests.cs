// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Analyzers.SharedWords;
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.SharedWords;

/// <summary>Shared words are read by one access that the compiler neither repeats nor merges.</summary>
public class PlainReadTests
{
    [TestCase("use({|KRN2203:vcpu->vpa|});")]
    [TestCase("{|KRN2203:vcpu->vpa|}->yield_count++;", Description = "the pointer is read, whatever is written behind it")]
    [TestCase("if ({|KRN2203:vcpu->ceded|} != 0) n++;")]
    [TestCase("while ({|KRN2203:vc->state|} == 0) cpu_relax();", Description = "the loop may never end")]
    [TestCase("{|KRN2203:vc->count|}++;")]
    [TestCase("{|KRN2203:vc->count|} |= 4;")]
    [TestCase("ulong* p = &vcpu->pending; if ({|KRN2203:*p|} != 0) n++;")]
    [TestCase("ulong* p = &vcpu->pending; n = (int){|KRN2203:p[0]|};")]
    [TestCase("ref int r = ref vc->state; n = {|KRN2203:r|};")]
    [TestCase("n = {|KRN2203:vcpu->words[2]|};")]
    [TestCase("n = {|KRN2203:vcpu->vcore->state|};")]
    [TestCase("wide w = {|KRN2203:vcpu->wide|};")]
    [TestCase("n = (int){|KRN2203:vcpu->wide.length|};", Description = "a part of the word")]
    [TestCase("wide w = {|KRN2203:vcpu->slots[n]|};", Description = "an element, by the indexer of a struct")]
    [TestCase("use({|KRN2203:vcpu->dtl|});", Description = "without the lock")]
    [TestCase("spin_lock(&vcpu->other_lock); use({|KRN2203:vcpu->dtl|}); spin_unlock(&vcpu->other_lock);")]
    [TestCase("spin_lock(&vcpu->vpa_lock); spin_unlock(&vcpu->vpa_lock); use({|KRN2203:vcpu->dtl|});")]
    [TestCase("string s = $\"{{|KRN2203:vc->state|}}\";")]
    public Task PlainReadOfAKernelWordIsReported(string statements) => SharedWordVerifier.Body(statements);

    [TestCase("use(READ_ONCE(&vcpu->vpa));")]
    [TestCase("while (READ_ONCE(&vc->state) == 0) cpu_relax();")]
    [TestCase("WRITE_ONCE(&vc->state, 1);")]
    [TestCase("vc->state = 1; vcpu->vpa = null;", Description = "writes are not judged")]
    [TestCase("vc->state = n > 3 ? 1 : 2;", Description = "a write whose value is decided by a branch")]
    [TestCase("set_bit(3, &vcpu->pending);")]
    [TestCase("int old = cmpxchg(&vc->count, 0, 1);")]
    [TestCase("ulong* p = &vcpu->pending; ulong v = READ_ONCE(p);")]
    [TestCase("init(&vc->state);", Description = "who takes an address decides how to read")]
    [TestCase("n = vc->plain; vcore* other = vcpu->vcore;")]
    [TestCase("vcpu->words[1] = 3; vcpu->wide = default; vcpu->slots[1] = default;")]
    [TestCase("n = nameof(Kernel.vcpu.vpa).Length;")]
    [TestCase("spin_lock(&vcpu->vpa_lock); if (vcpu->dtl != null) use(vcpu->dtl); spin_unlock(&vcpu->vpa_lock);")]
    [TestCase("spin_lock(&vcpu->vpa_lock); wide w = vcpu->slots[n]; spin_unlock(&vcpu->vpa_lock);")]
    [TestCase("if (READ_ONCE(&vcpu->dtl) != null) { spin_lock(&vcpu->vpa_lock); use(vcpu->dtl); spin_unlock(&vcpu->vpa_lock); }",
        Description = "read again with the lock")]
    public Task SingleAccessToAKernelWordIsQuiet(string statements) => SharedWordVerifier.Body(statements);

    [TestCase("{|KRN2203:_node|}!.Do();")]
    [TestCase("Node? node = {|KRN2203:_node|};")]
    [TestCase("Node? node = {|KRN2203:this._node|} ?? new Node();")]
    [TestCase("n = {|KRN2203:other._count|} + 1;")]
    [TestCase("{|KRN2203:_count|} += 2;")]
    [TestCase("{|KRN2203:_node|} ??= new Node();")]
    [TestCase("if ({|KRN2203:_flag|}) n++;")]
    [TestCase("switch ({|KRN2203:_count|}) { case 1: n++; break; case 2: n--; break; }")]
    [TestCase("Func<int> f = () => {|KRN2203:_count|};")]
    [TestCase("int Local() => {|KRN2203:_count|}; n = Local();")]
    [TestCase("n = {|KRN2203:s_node|} is { Value: 3 } ? 1 : 2;")]
    [TestCase("decimal wide = {|KRN2203:_wide|};")]
    [TestCase("n = {|KRN2203:_maybe|} ?? 3;")]
    [TestCase("n = {|KRN2203:_maybe|}.GetValueOrDefault();")]
    [TestCase("(n, _) = ({|KRN2203:_count|}, 1);")]
    [TestCase("n = {|KRN2203:_guarded|} is null ? 1 : 0;")]
    [TestCase("lock (_lock) n = {|KRN2203:_guarded|} is null ? 1 : 0;", Description = "another lock")]
    [TestCase("_ = {|KRN2203:_count|}.ToString();")]
    public Task PlainReadOfAFieldIsReported(string statements) => SharedWordVerifier.Member(statements);

    [TestCase("Node? node = Volatile.Read(ref _node); node?.Do();")]
    [TestCase("n = Volatile.Read(in _count);")]
    [TestCase("_node?.Do();", Description = "reads once and acts on what it has read")]
    [TestCase("_count = 3; _node = null; other._node = new Node();")]
    [TestCase("(_count, n) = (1, 2);")]
    [TestCase("Interlocked.Increment(ref _count);")]
    [TestCase("_marked!.Do(); _volatile!.Do();", Description = "the language reads a volatile field by one access")]
    [TestCase("lock (_gate) { if (_guarded != null) _guarded.Do(); _guarded = null; }")]
    [TestCase("lock (_lock) { if (_locked > 3) n = _locked; }")]
    [TestCase("if (_ordinary != null) _ordinary.Do();")]
    [TestCase("Current!.Do(); n = Live!.Value;")]
    [TestCase("n = nameof(_node).Length;")]
    public Task SingleAccessToAFieldIsQuiet(string statements) => SharedWordVerifier.Member(statements);

    [Test]
    public Task MessageSaysThatAWideReadMayTear() => Message(
        "[SharedWord] (long, long) _pair; (long, long) M() => {|#0:_pair|};",
        "'C._pair'", "it is wider than a pointer, so the read may see half of a write");

    [Test]
    public Task MessageSaysWhatThreatensAWord() => Message(
        "[SharedWord] long _one; long M() => {|#0:_one|};",
        "'C._one'", "the compiler may reuse the value of an earlier read");

    [Test]
    public Task ConstructorsInitializersAndFinalizersMayReadPlainly() => SharedWordVerifier.Declarations("""
        class C(int start)
        {
            [SharedWord] int _count = start;
            public C() : this(3) => _count = _count + 1;
            static C() { }
            ~C() { _count = _count - 1; }
            public Func<int> Later() => () => {|KRN2203:_count|} + start;
        }
        class D { [SharedWord] int _count; public Func<int> Read; public D() { Read = () => {|KRN2203:_count|}; } }
        """);

    [Test]
    public Task PropertiesAreSharedThroughTheirFields() => SharedWordVerifier.Declarations("""
        class C
        {
            [SharedWord] public int Plain { get; set; }
            [field: SharedWord] public int Backed { get; set; }
            [SharedWord] public int Ordered { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); }
            int M() { Plain = 1; Backed = 2; return {|KRN2203:Plain|} + {|KRN2203:Backed|} + Ordered; }
        }
        record R([property: SharedWord] int Value) { int M() => {|KRN2203:Value|}; }
        """);

    [Test]
    public Task GenericTypesAreJudgedByTheirDeclaration() => SharedWordVerifier.Declarations("""
        class Box<T> where T : class
        {
            [SharedWord] public T? Value;
            public T? Get() => Volatile.Read(ref Value);
            public T? Bad() => {|KRN2203:Value|};
        }
        class User { string? M(Box<string> box) => {|KRN2203:box.Value|}; string? N(Box<string> box) => Volatile.Read(ref box.Value); }
        """);

    [Test]
    public Task ElementsAreReadByTheIndexerOfTheirTable() => SharedWordVerifier.Declarations("""
        unsafe struct ordered
        {
            fixed ulong words[4];
            public ulong this[int i] { get => Volatile.Read(ref words[i & 3]); set => Volatile.Write(ref words[i & 3], value); }
        }
        unsafe struct plain { fixed ulong words[4]; public ulong this[int i] { get => words[i & 3]; set => words[i & 3] = value; } }
        struct tables { [SharedWord] public ordered ordered; [SharedWord] public plain plain; }
        static unsafe class Code
        {
            static ulong Run(tables* t, int n)
            {
                t->ordered[1] = 3;
                t->plain[1] = 3;
                if (t->ordered[n] > 3)
                    return {|KRN2204:t->ordered[n]|};
                return {|KRN2203:t->plain[n]|};
            }
        }
        """);

    [Test]
    public Task ReturningAReferenceReadsNothing() => SharedWordVerifier.Declarations("""
        class C
        {
            [SharedWord] int _count;
            ref int Word => ref _count;
            ref int Other() { ref int word = ref _count; return ref word; }
        }
        """);

    [Test]
    public Task OnlyTheWritesOfAGuardedSharedFieldNeedItsLock() => Locks.LockVerifier.Declarations("""
        class C
        {
            readonly object _gate = new(); [GuardedBy("_gate"), SharedWord] int _count;
            int Read() => Volatile.Read(ref _count);
            void Right() { lock (_gate) { _count = 3; Volatile.Write(ref _count, 4); } }
            void Wrong(int n)
            {
                {|KRN2006:_count|} = 3;
                {|KRN2006:_count|}++;
                {|KRN2006:_count|} |= n;
                Volatile.Write(ref {|KRN2006:_count|}, 4);
                Interlocked.Increment(ref {|KRN2006:_count|});
                Fill(out {|KRN2006:_count|});
            }
            static void Fill(out int n) => n = 3;
        }
        """);

    private static Task Message(string members, params object[] arguments)
    {
        var test = AnalyzerVerifier<SharedWordAnalyzer>.Test($"class C {{ {members} }}");
        test.TestState.AdditionalReferences.Add(typeof(AcquiresAttribute).Assembly);
        test.ExpectedDiagnostics.Add(new Microsoft.CodeAnalysis.Testing.DiagnosticResult(
            "KRN2203", Microsoft.CodeAnalysis.DiagnosticSeverity.Warning).WithLocation(0).WithArguments(arguments));
        return test.RunAsync();
    }
}
