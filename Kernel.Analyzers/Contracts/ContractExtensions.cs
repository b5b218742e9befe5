// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers.Contracts;

/// <summary>What the contracts forbid, and what they promise.</summary>
internal static class ContractExtensions
{
    private const Hazards Everything =
        Hazards.Blocks | Hazards.Spins | Hazards.Allocates | Hazards.Throws | Hazards.FirstUse | Hazards.Unknown | Hazards.Dereferences;

    private const Hazards Waiting = Hazards.Blocks | Hazards.Unknown;

    /// <summary>What the body may not do. Nobody verifies the body of an escape.</summary>
    public static Hazards Forbids(this Contract contract) => contract switch
    {
        Contract.RealMode => Everything,
        Contract.Atomic => Waiting,
        _ => Hazards.None,
    };

    /// <summary>What a caller can rely on not to happen.</summary>
    public static Hazards Excludes(this Contract contract) => contract switch
    {
        Contract.RealMode or Contract.RealModeUnchecked => Everything,
        Contract.Atomic or Contract.AtomicUnchecked => Waiting,
        _ => Hazards.None,
    };

    /// <summary>The contract with its body verified.</summary>
    public static Contract Verified(this Contract contract) => contract switch
    {
        Contract.RealModeUnchecked => Contract.RealMode,
        Contract.AtomicUnchecked => Contract.Atomic,
        _ => contract,
    };

    /// <summary>Does whoever has the one contract do for a declaration that has the other?</summary>
    public static bool Covers(this Contract own, Contract declared) => (declared.Excludes() & ~own.Excludes()) == Hazards.None;

    /// <summary>The attribute, as it is written.</summary>
    public static string Attribute(this Contract contract) => contract.Verified() == Contract.Atomic ? "[Atomic]" : "[RealMode]";
}
