// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Diagnostics;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;
using static Linux.include.linux.kernel_h;

namespace Kernel.Tests.Host.Diagnostics;

[TestFixture]
public sealed class KernelLogTests
{
    [Test]
    public void LinesAreKeptInOrderWithoutTheirEnd()
    {
        var log = new KernelLog();
        log.Write(KernelLogLevel.Information, "first\n");
        log.Write(KernelLogLevel.Error, "second");
        KernelLogEntry[] expected = [new(KernelLogLevel.Information, "first"), new(KernelLogLevel.Error, "second")];
        Assert.That(log.Entries, Is.EqualTo(expected));
    }

    [TestCase(KernelLogLevel.Emergency, "<0>text")]
    [TestCase(KernelLogLevel.Error, "<3>text")]
    [TestCase(KernelLogLevel.Warning, "<4>text")]
    [TestCase(KernelLogLevel.Information, "<6>text")]
    public void LinesPrintWithTheNumberOfTheirLevel(KernelLogLevel level, string printed) =>
        Assert.That(new KernelLogEntry(level, "text").ToString(), Is.EqualTo(printed));

    [Test]
    public void AFullRingForgetsTheOldestLine()
    {
        var log = new KernelLog();
        for (int i = 0; i < KernelLog.Capacity + 10; i++)
            log.Write(KernelLogLevel.Information, $"{i}");
        Assert.Multiple(() =>
        {
            Assert.That(log.Entries, Has.Count.EqualTo(KernelLog.Capacity));
            Assert.That(log.Entries[0].Message, Is.EqualTo("10"));
            Assert.That(log.Entries[^1].Message, Is.EqualTo($"{KernelLog.Capacity + 9}"));
        });
    }

    [Test]
    public void WhatWasReadDoesNotChange()
    {
        var log = new KernelLog();
        log.Write(KernelLogLevel.Information, "first");
        IReadOnlyList<KernelLogEntry> read = log.Entries;
        log.Write(KernelLogLevel.Information, "second");
        Assert.That(read, Has.Count.EqualTo(1));
    }

    [Test]
    public void TwoThreadsWriteAtOnce()
    {
        var log = new KernelLog();
        PairOfThreads.Run(() => Write("a"), () => Write("b"));
        Assert.Multiple(() =>
        {
            Assert.That(log.Entries, Has.Count.EqualTo(2000));
            foreach (string name in new[] { "a", "b" })
            {
                Assert.That(
                    log.Entries.Where(entry => entry.Message.StartsWith(name, StringComparison.Ordinal)).Select(entry => entry.Message),
                    Is.EqualTo(Enumerable.Range(0, 1000).Select(i => $"{name} {i}")), "each thread's lines in their order");
            }
        });

        void Write(string name)
        {
            for (int i = 0; i < 1000; i++)
                log.Write(KernelLogLevel.Information, $"{name} {i}");
        }
    }

    [Test]
    public void TheKernelWritesAtTheLevelsThatItsCallsName()
    {
        using KvmSystem system = KvmSystem.Boot();
        pr_info("information\n");
        pr_err("error\n");
        bool condition = system.Log.Entries.Count > 0;
        Assert.Multiple(() =>
        {
            Assert.That(WARN_ON(condition), Is.True, "the condition is the result");
            Assert.That(WARN_ON(!condition), Is.False);
            Assert.That(system.Log.Entries, Is.EqualTo(new[]
            {
                new KernelLogEntry(KernelLogLevel.Information, "information"),
                new KernelLogEntry(KernelLogLevel.Error, "error"),
                new KernelLogEntry(KernelLogLevel.Warning, "WARNING: condition"),
            }));
        });
        system.CheckForLeaks();
    }
}
