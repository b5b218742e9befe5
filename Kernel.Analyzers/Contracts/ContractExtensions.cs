// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers.Contracts;

/// <summary>What each contract forbids its body and promises its callers.</summary>
internal static class ContractExtensions
{
    private const Hazards Everything =
        Hazards.Blocks | Hazards.Spins | Hazards.Allocates | Hazards.Throws | Hazards.FirstUse | Hazards.Unknown | Hazards.Dereferences;

    private const Hazards Waiting = Hazards.Blocks | Hazards.Unknown;

    /// <summary>What the body may not do; nothing for an escape, whose body is not verified.</summary>
    public static Hazards Forbids(this Contract contract) => contract switch
    {
        Contract.RealMode => Everything,
        Contract.Atomic => Waiting,
        _ => Hazards.None,
    };

    /// <summary>What callers may rely on not happening.</summary>
    public static Hazards Excludes(this Contract contract) => contract switch
    {
        Contract.RealMode or Contract.RealModeUnchecked => Everything,
        Contract.Atomic or Contract.AtomicUnchecked => Waiting,
        _ => Hazards.None,
    };

    /// <summary>The same contract without the escape.</summary>
    public static Contract Verified(this Contract contract) => contract switch
    {
        Contract.RealModeUnchecked => Contract.RealMode,
        Contract.AtomicUnchecked => Contract.Atomic,
        _ => contract,
    };

    /// <summary>Whether a function under this contract may implement a declaration that has the other contract.</summary>
    public static bool Covers(this Contract own, Contract declared) => (declared.Excludes() & ~own.Excludes()) == Hazards.None;

    /// <summary>The attribute as it is written in source.</summary>
    public static string Attribute(this Contract contract) => contract.Verified() == Contract.Atomic ? "[Atomic]" : "[RealMode]";
}
