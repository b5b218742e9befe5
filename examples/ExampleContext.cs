// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;

namespace Kernel.Examples;

/// <summary>Receives what an example says, and what happens meanwhile. All receivers may be called by several threads at once.</summary>
/// <param name="say">Receives a line that user space says.</param>
public sealed class ExampleContext(Action<string> say)
{
    /// <summary>Receives each claim that was found to hold.</summary>
    public Action<string>? Claimed { get; init; }

    /// <summary>Receives what happens on the processors that run guests.</summary>
    public Action<GuestEvent>? GuestEventOccurred { get; init; }

    /// <summary>Receives each page that the kernel pins.</summary>
    public Action<PagePin>? PagePinned { get; init; }

    /// <summary>Boots a system that reports to this context.</summary>
    public KvmSystem Boot(KvmSystemOptions options)
    {
        KvmSystem system = KvmSystem.Boot(options);
        if (GuestEventOccurred is { } observeGuest)
            system.GuestEventOccurred += (_, guestEvent) => observeGuest(guestEvent);
        if (PagePinned is { } observePin)
            system.PagePinned += (_, pin) => observePin(pin);
        return system;
    }

    /// <summary>Says a line.</summary>
    public void Say(string line) => say(line);

    /// <summary>Claims something, and checks it.</summary>
    /// <exception cref="ClaimException">It does not hold.</exception>
    public void Claim(string claim, bool holds)
    {
        if (!holds)
            throw new ClaimException(claim);
        Claimed?.Invoke(claim);
    }
}
