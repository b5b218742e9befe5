// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>The scenarios of all errata, by number.</summary>
public static class AllScenarios
{
    /// <summary>One scenario for each number, in order.</summary>
    public static IReadOnlyList<ErratumScenario> List { get; } =
    [
        new E01SlotPageIndex(), new E02AreaOfSmallPages(), new E03TailPage(), new E04SlotArray(),
        new E05DeletedSlot(), new E06AreaOfAnySize(), new E07UnmappedArea(), new E08OverwrittenRegister(),
        new E09ProdWakesCaller(), new E10AreaOfOtherVcpu(), new E11ProcessorVersion(), new E12EntryFreedEarly(),
        new E13HostAddresses(), new E14LockBit(), new E15LockBitInCondition(), new E16KeyBits(),
        new E17InvalidEntries(), new E18MissingBarrier(), new E19SlotsInUse(), new E20TableAllocation(),
        new E21VcpuWithoutCore(), new E22IoTables(), new E23ReleasedArea(), new E24ReservationLost(),
        new E25SharedPage(), new E26TooManyLpids(), new E27RejectedEnter(), new E28SlotFlags(),
        new E29MisalignedSlot(), new E30FailedCreation(), new E31NegativeCore(), new E32StalledCore(),
        new E33LostChangeBit(), new E34AreaHandedOn(), new E35AreaOfARunningVcpu(), new E36LateVcpu(),
        new E37HiddenBits(), new E38StaleTranslation(), new E39UnknownInterrupt(), new E40ListWithoutLock(),
        new E41TableInUse(), new E42EmptyDirtyLog(), new E43RoundedNumber(), new E44UpperHalf(),
        new E45AreaAcrossAPage(), new E46AnyVersion(), new E47GuestUamor(), new E48TlbieOperand(),
        new E49LightBarrier(), new E50LateAcknowledgement(), new E51ForgottenVcpu(), new E52FreedError(),
        new E53WrongBranch(), new E54LockOrder(), new E55CountedThreads(), new E56UnlimitedTables(),
        new E57StrayInterrupt(), new E58AreasAfterReset(), new E59CorruptedBreakpoint(), new E60WideNumber(),
        new E61FailedVcpu(), new E62InternalNumber(), new E63UncheckedEntry(), new E64ConferToNobody(),
        new E65InterruptStorm(), new E66StrayStore(), new E67WrongThread(), new E68LeftoverRegister(),
        new E69OverwrittenProcessor(), new E70NumberReadTwice(), new E71InheritedDescriptors(), new E72MissingSlot(),
    ];

    /// <summary>Finds the scenario of a number such as <c>E01</c>; null if there is no such number.</summary>
    public static ErratumScenario? Find(string number) => List.FirstOrDefault(scenario => scenario.Number == number);
}
