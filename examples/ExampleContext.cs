// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;

namespace Kernel.Examples;

/// <summary>
/// Receives what an example reports and the events of the systems that it boots. Receivers may be called by several threads at once.
/// </summary>
/// <param name="say">Receives the lines in which the example says what user space does.</param>
public sealed class ExampleContext(Action<string> say)
{
    /// <summary>Receives each claim that holds, after it was checked.</summary>
    public Action<string>? Claimed { get; init; }

    /// <summary>Receives the events of guests; null to ignore them.</summary>
    public Action<GuestEvent>? GuestEventOccurred { get; init; }

    /// <summary>Receives the pages that the kernel pins; null to ignore them.</summary>
    public Action<PagePin>? PagePinned { get; init; }

    /// <summary>Boots a system whose events go to this context.</summary>
    public KvmSystem Boot(KvmSystemOptions options)
    {
        KvmSystem system = KvmSystem.Boot(options);
        if (GuestEventOccurred is { } observeGuest)
            system.GuestEventOccurred += (_, guestEvent) => observeGuest(guestEvent);
        if (PagePinned is { } observePin)
            system.PagePinned += (_, pin) => observePin(pin);
        return system;
    }

    /// <summary>Reports what user space does.</summary>
    public void Say(string line) => say(line);

    /// <summary>Checks a claim and reports it.</summary>
    /// <exception cref="ClaimException">The claim does not hold.</exception>
    public void Claim(string claim, bool holds)
    {
        if (!holds)
            throw new ClaimException(claim);
        Claimed?.Invoke(claim);
    }
}
