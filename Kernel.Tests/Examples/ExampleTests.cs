// SPDX-License-Identifier: GPL-2.0-only
using System.Collections.Concurrent;
using Kernel.Examples;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;

namespace Kernel.Tests.Examples;

/// <summary>Every example runs to its end, and all its claims hold.</summary>
[TestFixture]
public sealed class ExampleTests
{
    private readonly ConcurrentQueue<GuestEvent> _events = new();
    private readonly ConcurrentQueue<PagePin> _pins = new();
    private readonly ConcurrentQueue<string> _claims = new();

    private IEnumerable<GuestEvent.HypercallAnswered> Answers => _events.OfType<GuestEvent.HypercallAnswered>();

    [SetUp]
    public void ClearEvents()
    {
        _events.Clear();
        _pins.Clear();
        _claims.Clear();
    }

    [Test]
    public void LateMappingPinsPagesWhenTheyAreEntered()
    {
        Run(new LateMapping());
        Assert.That(_claims, Does.Contain("nothing is pinned").And.Contain("the host was needed only for the first entry of each page"));
        Assert.That(_pins.Select(pin => pin.Size), Is.EqualTo(Enumerable.Repeat(16ul << 20, 6)));
        Assert.That(
            _pins.Select(pin => pin.UserAddress - _pins.First().UserAddress),
            Is.EqualTo(new ulong[] { 0, 16 << 20, 32 << 20, 48 << 20, 0x10_0000_0000, 0x10_0200_0000 }));
        Assert.That(Answers.Select(answer => answer.ByHost), Is.EqualTo(new[] { true, false, true }));
    }

    [Test]
    public void AnExampleCanRunTwice()
    {
        var example = new LateMapping();
        Run(example);
        Run(example);
    }

    [Test]
    public void AGuestOfPpc970FaultsAtTheLimitOfItsRmo()
    {
        Run(new RmoPpc970());
        Assert.That(_pins, Is.Empty, "pages of an area are not pinned");
        GuestEvent.Interrupted taken = _events.OfType<GuestEvent.Interrupted>().Single();
        Assert.That((taken.Interrupt, taken.Dar), Is.EqualTo((InterruptVector.DataStorage, 64ul << 20)));
    }

    [Test]
    [Repeat(3)]
    public void EightVcpusPinEveryPageOnce()
    {
        ClearEvents();
        Run(new EightVcpus());
        Assert.That(_claims, Does.Contain("every page has two references: one for its mapping and one for its pin"));
        Assert.That(_pins.Select(pin => pin.RealAddress).Distinct().Count(), Is.EqualTo(11));
        Assert.That(_events.Select(happened => happened.Vcpu).Distinct(), Is.EquivalentTo(Enumerable.Range(0, 8)));
        Assert.That(Answers.Count(answer => answer.Hypercall == HypercallNumber.Enter), Is.EqualTo(16));
        Assert.That(Answers.Count(answer => answer.Hypercall == HypercallNumber.Remove), Is.EqualTo(16));
    }

    [Test]
    public void AClaimThatDoesNotHoldThrows()
    {
        var context = new ExampleContext(_ => { });
        Assert.That(
            () => context.Claim("one is two", false), Throws.TypeOf<ClaimException>().With.Message.EqualTo("does not hold: one is two"));
    }

    private void Run(IExample example)
    {
        var said = new ConcurrentQueue<string>();
        example.Run(
            new ExampleContext(said.Enqueue)
            {
                Claimed = _claims.Enqueue, GuestEventOccurred = _events.Enqueue, PagePinned = _pins.Enqueue,
            });
        Assert.That(said, Is.Not.Empty);
        Assert.That(_claims, Has.Count.GreaterThan(3));
    }
}
