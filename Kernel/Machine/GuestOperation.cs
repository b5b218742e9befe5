// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Machine;

/// <summary>What one instruction of a guest does.</summary>
public enum GuestOperation
{
    /// <summary>Nothing; interrupts are taken before it, as before any other.</summary>
    Nothing,

    /// <summary>Nothing, and lets other processors run.</summary>
    Pause,

    /// <summary>Loads a doubleword, word, halfword or byte.</summary>
    Load,

    /// <summary>Stores a doubleword, word, halfword or byte.</summary>
    Store,

    /// <summary>Fetches an instruction, as a branch to the address would; what is there is not executed.</summary>
    Fetch,

    /// <summary>sc 1: calls the hypervisor, with what the registers hold.</summary>
    Hypercall,

    /// <summary>mtmsrd.</summary>
    SetMsr,

    /// <summary>mtspr to the decrementer: interrupts when it has counted down below 0.</summary>
    SetDecrementer,

    /// <summary>mtspr to the AMR, which holds the storage keys.</summary>
    SetAmr,

    /// <summary>mtspr to the UAMOR, which says which bits of the AMR problem state may change.</summary>
    SetUamor,

    /// <summary>slbmte.</summary>
    SlbInsert,

    /// <summary>slbie.</summary>
    SlbInvalidate,

    /// <summary>slbia: all entries but the first.</summary>
    SlbInvalidateAll,

    /// <summary>rfid: back from an interrupt, to SRR0 with the MSR of SRR1.</summary>
    ReturnFromInterrupt,
}
