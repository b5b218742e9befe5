// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Rules;

public class ManagedMemoryTests
{
    [TestCase("thing = {|KRN1101:new object()|};")]
    [TestCase("array = {|KRN1101:new int[3]|};")]
    [TestCase("array = {|KRN1101:new[] { 1, 2 }|};")]
    [TestCase("thing = {|KRN1101:new { A = 1 }|};")]
    [TestCase("array = {|KRN1101:span.ToArray()|};")]
    [TestCase("text = {|KRN1101:text.Substring(1)|};")]
    [TestCase("text = {|KRN1101:new string(text[0], 2)|};")]
    public Task AllocationIsReported(string statement) => RealModeVerifier.Body(statement);

    [TestCase("var s = new S(); s = new S { X = 1 }; s = default; s = s with { X = 2 };")]
    [TestCase("Span<int> s = stackalloc int[3]; ulong* p = stackalloc ulong[2]; s[0] = (int)p[1];")]
    [TestCase("var t = (number, 2); var (a, b) = t; (a, b) = (b, a); if (t == (1, 2)) number = a + b;")]
    [TestCase("ReadOnlySpan<byte> s = new byte[] { 1, 2 }; s = \"text\"u8;")]
    [TestCase("ReadOnlySpan<int> s = [1, 2, number]; Span<int> t = [number];")]
    public Task StackAllocationIsQuiet(string statement) => RealModeVerifier.Body(statement, "struct S { public int X; }");

    [Test]
    public Task StackallocIsQuiet() =>
        RealModeVerifier.Body("var p = stackalloc ulong[8]; Span<ulong> s = stackalloc ulong[] { 1, 2 }; s[0] = p[1];");

    [Test]
    public Task WithOnARecordClassIsReported() => RealModeVerifier.Declarations("""
        record R(int X);
        class C { [RealMode] R M(R r) => {|KRN1101:r with { X = 1 }|}; }
        """);

    [Test]
    public Task NewOfATypeParameterIsReported() => RealModeVerifier.Declarations("""
        class C { [RealMode] T M<T>() where T : struct => {|KRN1302:new T()|}; [RealMode] T N<T>() where T : struct => default; }
        """);

    [TestCase("thing = {|KRN1102:number|};")]
    [TestCase("thing = {|KRN1102:(IComparable)number|};")]
    [TestCase("thing = {|KRN1102:(object)number|};")]
    [TestCase("thing = {|KRN1102:span[0]|};")]
    [TestCase("var t = (number, 2); (object, long) u = {|KRN1102:t|};")]
    [TestCase("{|KRN1102:e.GetHashCode()|};")]
    [TestCase("{|KRN1102:number.GetType()|};")]
    [TestCase("if (number is {|KRN1102:IComparable c|}) { }")]
    public Task BoxingIsReported(string statement) => RealModeVerifier.Body(statement, "enum E { A } static E e;");

    [Test]
    public Task BoxingForEachIsReported() => RealModeVerifier.Body("{|KRN1102:foreach (object o in array) { }|}");

    [Test]
    public Task BoxingOfATypeParameterIsReported() => RealModeVerifier.Declarations("""
        class C
        {
            [RealMode] void M<T, R>(T t, R r) where R : class
            {
                object? o = {|KRN1102:t|};
                o = r;
                if (t is {|KRN1102:IComparable c|}) { }
                if (t is IComparable) { }
            }
        }
        """);

    [Test]
    public Task UnboxingIsQuiet() => RealModeVerifier.Body("number = (int)thing; if (thing is int i) number = i; thing = null!;");

    [TestCase("text = {|KRN1103:text + number + text|};")]
    [TestCase("{|KRN1103:text += \"x\"|};")]
    [TestCase("text = {|KRN1103:$\"{number} and {text}\"|};")]
    public Task BuildingAStringIsReported(string statement) => RealModeVerifier.Body(statement);

    [Test]
    public Task InterpolationIntoAnOwnHandlerIsJudgedByItsMembers() => RealModeVerifier.Declarations("""
        [RealMode, InterpolatedStringHandler]
        ref struct Handler(int literals, int holes) { public void AppendLiteral(string s) { } public void AppendFormatted(int i) { } }
        class C { [RealMode] static void Log(Handler h) { } [RealMode] void M(int i) => Log($"value {i}"); }
        """);

    [Test]
    public Task ConstantStringIsQuiet() => RealModeVerifier.Body(
        "text = \"a\" + \"b\" + Name; text = $\"{Name}!\"; text = nameof(Run); " +
            "if (text == \"ab\" || text[^1] == 'c') number = text.Length;",
        "const string Name = \"n\";");

    [TestCase("Action a = {|KRN1104:Run2|};")]
    [TestCase("Action a = {|KRN1104:() => { }|};")]
    [TestCase("Action a = {|KRN1104:static () => { }|};")]
    [TestCase("Action a = {|KRN1104:() => number++|};")]
    [TestCase("Action a = {|KRN1104:new Action(Run2)|};")]
    [TestCase("Action a = s; a = {|KRN1104:a + s|}; {|KRN1104:a -= s|};")]
    public Task DelegateCreationIsReported(string statement) =>
        RealModeVerifier.Body(statement, "static Action s = null!; static void Run2() { }");

    [Test]
    public Task ExpressionTreeIsReported() =>
        RealModeVerifier.Body("System.Linq.Expressions.Expression<Func<int>> e = {|KRN1104:() => 1|};");

    [Test]
    public Task AddressOfAMethodIsQuiet() => RealModeVerifier.Body("delegate*<void> f = &Run2;", "static void Run2() { }");

    [TestCase("array = {|KRN1105:[1, 2]|};")]
    [TestCase("array = {|KRN1105:array[1..2]|};")]
    [TestCase("List<int> l = {|KRN1105:[number]|};")]
    [TestCase("ReadOnlySpan<int> s = {|KRN1105:[.. array]|};")]
    [TestCase("IEnumerable<int> e = array; foreach (var i in {|KRN1105:e|}) { }")]
    public Task HiddenCollectionIsReported(string statement) => RealModeVerifier.Body(statement);

    [Test]
    public Task ParamsArrayIsReported() =>
        RealModeVerifier.Body("{|KRN1105:Take(1, 2)|}; Take(); Take(array);", "[RealMode] static void Take(params int[] a) { }");

    [Test]
    public Task ParamsSpanIsQuiet() =>
        RealModeVerifier.Body("Take(1, number); Take();", "[RealMode] static void Take(params ReadOnlySpan<int> a) { }");

    [Test]
    public Task ForEachByIndexIsQuiet() =>
        RealModeVerifier.Body("foreach (var i in array) number += i; foreach (var c in text) number += c; " +
        "foreach (var i in span) number += i;");
}
