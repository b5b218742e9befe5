// SPDX-License-Identifier: GPL-2.0-only
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NUnit.Framework;

namespace Kernel.Tests.Fidelity;

/// <summary>Thread primitives are used only in Kernel/Concurrency.</summary>
[TestFixture]
public sealed class ThreadPrimitiveTests
{
    private const string Folder = "Kernel/Concurrency/";

    // Kernel/Concurrency creates the task; the public API only returns it to the caller, to await the end of a run.
    private const string HandedOut = "Kernel/VirtualMachines/VirtualCpu.cs(Task<VcpuExit>)";

    private static readonly string[] Uses =
    [
        "int M(ref int i) => Volatile.Read(ref i);",
        "void M(ref int i) => Interlocked.Increment(ref i);",
        "void M(object o) => Monitor.Enter(o);",
        "void M(object o) { lock (o) { } }",
        "Lock l = new();",
        "void M(Lock l) { using (l.EnterScope()) { } }",
        "void M() => Thread.Yield();",
        "void M() => new SpinWait().SpinOnce();",
        "SpinLock l;",
        "[ThreadStatic] static int i;",
        "ThreadLocal<int>? l;",
        "AsyncLocal<int>? l;",
        "ITimer? t;",
        "Timer? t;",
        "object M(TimeProvider p) => p.CreateTimer(null!, null, default, default);",
        "ManualResetEventSlim? e;",
        "ManualResetEvent? e;",
        "SemaphoreSlim? s;",
        "Task? t;",
        "void M() => Parallel.For(0, 2, i => { });",
        "async Task M() { await Task.Yield(); }",
        "volatile int i;",
        "System.Collections.Concurrent.ConcurrentQueue<int>? q;",
        "System.Threading.Channels.Channel<int>? c;",
        "Lazy<int>? l;",
        "void M(ref int i) => System.Threading.Volatile.Write(ref i, 1);",
    ];

    private static readonly string[] NotUses =
    [
        "/// <summary><see cref=\"Volatile\"/></summary>\nint i;",
        "void M(CancellationToken t) => t.ThrowIfCancellationRequested();",
        "long M(TimeProvider p) => p.GetTimestamp();",
        "int Volatile, Thread; int M() => Thread + Volatile;",
        "TimeSpan t = Timeout.InfiniteTimeSpan;",
    ];

    private static IEnumerable<SyntaxTree> Outside => PortZone.Compilation.SyntaxTrees
        .Where(tree => IsIn(tree, "Kernel/") && !IsIn(tree, Folder));

    [Test]
    public void OnlyTheConcurrencyFolderUsesThreadPrimitives()
    {
        string[] places = [.. Outside.SelectMany(PlacesIn).Select(place => $"{place.SyntaxTree.FilePath}({place})")];
        Assert.That(places, Is.EqualTo(new[] { HandedOut }));
    }

    [Test]
    public void TheConcurrencyFolderUsesThreadPrimitives() => Assert.That(
        PortZone.Compilation.SyntaxTrees.Where(tree => IsIn(tree, Folder)).SelectMany(PlacesIn).Count(), Is.GreaterThan(50));

    [TestCaseSource(nameof(Uses))]
    public void TheSearchFindsAUseOfAThreadPrimitive(string members) => Assert.That(PlacesIn(Sample(members)), Is.Not.Empty);

    [TestCaseSource(nameof(NotUses))]
    public void TheSearchReportsNoOtherCode(string members) =>
        Assert.That(PlacesIn(Sample(members)).Select(place => place.ToString()), Is.Empty);

    private static bool IsIn(SyntaxTree tree, string folder) => tree.FilePath.StartsWith(folder, StringComparison.Ordinal);

    private static IEnumerable<SyntaxNode> PlacesIn(SyntaxTree tree) =>
        ThreadPrimitive.In(tree, PortZone.Compilation.GetSemanticModel(tree));

    private static IEnumerable<SyntaxNode> PlacesIn(CSharpCompilation sample) =>
        ThreadPrimitive.In(sample.SyntaxTrees[^1], sample.GetSemanticModel(sample.SyntaxTrees[^1]));

    private static CSharpCompilation Sample(string members)
    {
        SyntaxTree usings = PortZone.Compilation.SyntaxTrees.Single(source => source.FilePath == "implicit usings");
        SyntaxTree tree = CSharpSyntaxTree.ParseText($"class Sample\n{{\n{members}\n}}", usings.Options as CSharpParseOptions, "sample.cs");
        return PortZone.Compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(usings, tree);
    }
}
