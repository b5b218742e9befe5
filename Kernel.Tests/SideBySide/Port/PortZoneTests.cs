// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Port;
using NUnit.Framework;

namespace Kernel.Tests.SideBySide.Port;

[TestFixture]
public sealed class PortZoneTests
{
    [Test]
    public void AllSourceFilesAreEmbedded() =>
        Assert.That(PortZone.Files.Select(file => file.Path), Is.EqualTo(Fidelity.PortZone.Files));

    // PortZone parses the files without compiling them; Fidelity.PortZone compiles them.
    [Test]
    public void CitationsAreThoseThatTheCompilerSees()
    {
        var parsed = PortZone.Ported.Select(function => (
            function.File.Path, function.NameLine, function.Name,
            function.Citation!.File, function.Citation.Line, function.Citation.Version));
        var compiled = Fidelity.PortZone.Methods.Select(method => (
            method.SourceFile, method.SourceLine, method.Name, method.CitedFile, method.CitedLine, method.CitedVersion));

        Assert.That(parsed, Is.EquivalentTo(compiled));
    }
}
