// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;

namespace Kernel.Examples;

/// <summary>Where an example says what it does, and where what happens meanwhile is told.</summary>
/// <param name="say">Gets a line that user space says. May be called by several threads at once, as the others may.</param>
public sealed class ExampleContext(Action<string> say)
{
    /// <summary>Gets each claim that was found to hold.</summary>
    public Action<string>? Claimed { get; init; }

    /// <summary>Gets what happens on the processors that run guests.</summary>
    public Action<GuestEvent>? GuestEvents { get; init; }

    /// <summary>Gets each page that the kernel pins.</summary>
    public Action<PagePin>? PagePinned { get; init; }

    /// <summary>Boots a system that is watched.</summary>
    public KvmSystem Boot(KvmSystemOptions options)
    {
        KvmSystem system = KvmSystem.Boot(options);
        system.GuestEvents += GuestEvents;
        system.PagePinned += PagePinned;
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
