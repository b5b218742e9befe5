// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace Kernel.Benchmarks;

// Unsafe: the calls belong to a workload of Machine, which outlives the run; Next stays inside their list.
/// <summary>
/// Each hypercall in C, by the port's handler and by the public face; in 64 groups (hot) and at random over the whole table. The machine is
/// set up once, before the run: all methods work on the same memory.
/// </summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory, BenchmarkLogicalGroupRule.ByParams)]
[CategoriesColumn]
public unsafe class HypercallBenchmarks
{
    private const int Operations = MeasuredMachine.OperationsPerRun;
    private const int MaxWarmUpRounds = 50;
    private const int QuietRounds = 4;
    private const int WarmUpCalls = 16;
    private const int CompilationDelay = 150;       // milliseconds; the runtime recompiles after 100 without calls of new methods

    private MeasuredMachine _machine = null!;
    private Workload _workload = null!;

    /// <summary>The machine that all methods work on; set before the run.</summary>
    internal static MeasuredMachine? Machine { get; set; }

    /// <summary>Whether the calls stay in 64 groups.</summary>
    [Params(true, false)]
    public bool Hot { get; set; }

    /// <summary>Selects the calls of H_ENTER and H_REMOVE.</summary>
    [GlobalSetup(Targets = [nameof(EnterRemoveBaseline), nameof(EnterRemovePort), nameof(EnterRemovePublicFace)])]
    public void SetupEnterRemove() => Setup(Operation.EnterRemove);

    /// <summary>Selects the calls of H_READ.</summary>
    [GlobalSetup(Targets = [nameof(ReadBaseline), nameof(ReadPort), nameof(ReadPublicFace)])]
    public void SetupRead() => Setup(Operation.Read);

    /// <summary>Selects the calls of H_PROTECT.</summary>
    [GlobalSetup(Targets = [nameof(ProtectBaseline), nameof(ProtectPort), nameof(ProtectPublicFace)])]
    public void SetupProtect() => Setup(Operation.Protect);

    /// <summary>C: H_ENTER and H_REMOVE.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Operations), BenchmarkCategory(nameof(Operation.EnterRemove))]
    public long EnterRemoveBaseline()
    {
        long failures = 0;
        HypercallArguments* calls = _workload.Next(out HypercallArguments* end);
        for (int i = 0; i < _workload.Repetitions; i++)
            failures += _machine.Baseline!.EnterRemove(calls, end);
        return failures;
    }

    /// <summary>Port: H_ENTER and H_REMOVE.</summary>
    [Benchmark(OperationsPerInvoke = Operations), BenchmarkCategory(nameof(Operation.EnterRemove))]
    public long EnterRemovePort()
    {
        long failures = 0;
        HypercallArguments* calls = _workload.Next(out HypercallArguments* end);
        for (int i = 0; i < _workload.Repetitions; i++)
            failures += PortLoops.EnterRemove(_machine.Vcpu, calls, end);
        return failures;
    }

    /// <summary>Public face: H_ENTER and H_REMOVE.</summary>
    [Benchmark(OperationsPerInvoke = Operations), BenchmarkCategory(nameof(Operation.EnterRemove))]
    public long EnterRemovePublicFace()
    {
        long failures = 0;
        HypercallArguments* calls = _workload.Next(out HypercallArguments* end);
        for (int i = 0; i < _workload.Repetitions; i++)
            failures += PublicFaceLoops.EnterRemove(_machine.Processor, calls, end);
        return failures;
    }

    /// <summary>C: H_READ.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Operations), BenchmarkCategory(nameof(Operation.Read))]
    public long ReadBaseline()
    {
        long failures = 0;
        HypercallArguments* calls = _workload.Next(out HypercallArguments* end);
        for (int i = 0; i < _workload.Repetitions; i++)
            failures += _machine.Baseline!.Read(calls, end);
        return failures;
    }

    /// <summary>Port: H_READ.</summary>
    [Benchmark(OperationsPerInvoke = Operations), BenchmarkCategory(nameof(Operation.Read))]
    public long ReadPort()
    {
        long failures = 0;
        HypercallArguments* calls = _workload.Next(out HypercallArguments* end);
        for (int i = 0; i < _workload.Repetitions; i++)
            failures += PortLoops.Read(_machine.Vcpu, calls, end);
        return failures;
    }

    /// <summary>Public face: H_READ.</summary>
    [Benchmark(OperationsPerInvoke = Operations), BenchmarkCategory(nameof(Operation.Read))]
    public long ReadPublicFace()
    {
        long failures = 0;
        HypercallArguments* calls = _workload.Next(out HypercallArguments* end);
        for (int i = 0; i < _workload.Repetitions; i++)
            failures += PublicFaceLoops.Read(_machine.Processor, calls, end);
        return failures;
    }

    /// <summary>C: H_PROTECT.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Operations), BenchmarkCategory(nameof(Operation.Protect))]
    public long ProtectBaseline()
    {
        long failures = 0;
        HypercallArguments* calls = _workload.Next(out HypercallArguments* end);
        for (int i = 0; i < _workload.Repetitions; i++)
            failures += _machine.Baseline!.Protect(calls, end);
        return failures;
    }

    /// <summary>Port: H_PROTECT.</summary>
    [Benchmark(OperationsPerInvoke = Operations), BenchmarkCategory(nameof(Operation.Protect))]
    public long ProtectPort()
    {
        long failures = 0;
        HypercallArguments* calls = _workload.Next(out HypercallArguments* end);
        for (int i = 0; i < _workload.Repetitions; i++)
            failures += PortLoops.Protect(_machine.Vcpu, calls, end);
        return failures;
    }

    /// <summary>Public face: H_PROTECT.</summary>
    [Benchmark(OperationsPerInvoke = Operations), BenchmarkCategory(nameof(Operation.Protect))]
    public long ProtectPublicFace()
    {
        long failures = 0;
        HypercallArguments* calls = _workload.Next(out HypercallArguments* end);
        for (int i = 0; i < _workload.Repetitions; i++)
            failures += PublicFaceLoops.Protect(_machine.Processor, calls, end);
        return failures;
    }

    /// <summary>
    /// Runs all methods until the runtime no longer recompiles them. It replaces code in the background, some time after the first calls,
    /// later on a busy machine; the warm-up of BenchmarkDotNet does not wait for that.
    /// </summary>
    internal void WarmUp()
    {
        int quietRounds = 0;
        for (int round = 0; round < MaxWarmUpRounds && quietRounds < QuietRounds; round++)
        {
            long compiled = JitInfo.GetCompiledMethodCount();
            foreach (Operation operation in Enum.GetValues<Operation>())
            {
                Setup(operation);
                for (int i = 0; i < WarmUpCalls; i++)
                    WarmUp(operation);
            }
            Thread.Sleep(CompilationDelay);
            quietRounds = JitInfo.GetCompiledMethodCount() == compiled ? quietRounds + 1 : 0;
        }
    }

    private long WarmUp(Operation operation) => operation switch
    {
        Operation.EnterRemove => EnterRemovePort() + EnterRemovePublicFace(),
        Operation.Read => ReadPort() + ReadPublicFace(),
        _ => ProtectPort() + ProtectPublicFace(),
    };

    private void Setup(Operation operation)
    {
        _machine = Machine!;
        _workload = _machine.GetWorkload(operation, Hot);
    }
}
