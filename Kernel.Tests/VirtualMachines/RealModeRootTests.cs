// SPDX-License-Identifier: GPL-2.0-only
using System.Reflection;
using Kernel.Tests.Support;
using Linux;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>
/// The real-mode rules start from the handlers that the dispatcher calls: each must carry the attribute, or the analyzer proves nothing
/// about it. The handlers are read from the dispatcher's source.
/// </summary>
[TestFixture]
public sealed class RealModeRootTests
{
    private const string Dispatcher = "hcall_try_real_mode";

    private static readonly string[] Expected =
    [
        "kvmppc_h_remove", "kvmppc_h_enter", "kvmppc_h_read", "kvmppc_h_protect", "kvmppc_h_put_tce", "kvmppc_h_set_dabr", "kvmppc_h_cede",
        "kvmppc_h_bulk_remove",
    ];

    private static IEnumerable<string> Handlers()
    {
        FileInfo file = SourceTree.PortZone().Single(source => source.Name == "book3s_hv_rmhandlers.cs");
        MethodDeclarationSyntax dispatcher = CSharpSyntaxTree.ParseText(SourceTree.TextOf(file)).GetRoot().DescendantNodes()
            .OfType<MethodDeclarationSyntax>().Single(method => method.Identifier.Text == Dispatcher);
        return dispatcher.DescendantNodes().OfType<InvocationExpressionSyntax>().Select(call => call.Expression.ToString())
            .Where(name => name.StartsWith("kvmppc_h_", StringComparison.Ordinal));
    }

    [Test]
    public void TheDispatcherCallsTheHandlersInTheOrderOfTheTable() =>
        Assert.That(Handlers(), Is.EqualTo(Expected), "one handler for each entry of the table that is not 0");

    [TestCaseSource(nameof(Handlers))]
    public void EveryHandlerIsMarkedRealMode(string handler) => AssertMarked(handler);

    [Test]
    public void TheDispatcherIsMarkedRealMode() => AssertMarked(Dispatcher);

    private static void AssertMarked(string name)
    {
        MethodInfo[] methods =
            [.. typeof(book3s_hv_rmhandlers).Assembly.GetTypes().Where(type => type.Namespace == "Linux")
                .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)).Where(
                    method => method.Name == name)];
        Assert.That(methods, Has.Length.EqualTo(1), $"there is one {name} in the port");
        var mark = methods[0].GetCustomAttribute<RealModeAttribute>();
        Assert.That(mark, Is.Not.Null, $"{name} runs in real mode: without [RealMode] the analyzer does not check it");
        Assert.That(mark!.Unchecked, Is.Null, $"{name} must be verified, not trusted");
    }
}
