// SPDX-License-Identifier: GPL-2.0-only
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Kernel.Tests.Repository;

/// <summary>The licence of each file, and the licence texts.</summary>
[TestFixture]
public sealed partial class LicenceTests
{
    private static readonly string[] Licences = ["LICENSES/GPL-2.0-only.txt", "LICENSES/MIT.txt"];

    [Test]
    public void EverySourceFileBeginsWithTheLicenceOfItsFolder()
    {
        List<string> sources = [.. RepositoryFiles.Text.Where(SourceHead.IsRequired)];
        Assert.That(sources, Has.Count.GreaterThan(600), "source files are found");
        IEnumerable<string> complaints =
            sources.Select(path => SourceHead.ComplaintAbout(path, RepositoryFiles.TextOf(path))).OfType<string>();
        Assert.That(complaints, Is.Empty);
    }

    [TestCase("Kernel/A.cs", "using System;\n", "Kernel/A.cs does not begin with a line 'SPDX-License-Identifier: GPL-2.0-only'.")]
    [TestCase(
        "Kernel/A.cs", "\n// SPDX-License-Identifier: GPL-2.0-only\n",
        "Kernel/A.cs does not begin with a line 'SPDX-License-Identifier: GPL-2.0-only'.")]
    [TestCase("Kernel/A.cs", "// SPDX-License-Identifier: MIT\n", "Kernel/A.cs names the licence MIT; expected GPL-2.0-only.")]
    [TestCase(
        "Kernel.Analyzers/A.cs", "// SPDX-License-Identifier: GPL-2.0-only\n",
        "Kernel.Analyzers/A.cs names the licence GPL-2.0-only; expected MIT.")]
    [TestCase(
        "Kernel/A.cs", "// SPDX-License-Identifier: GPL-2.0-or-later\n",
        "Kernel/A.cs names the licence GPL-2.0-or-later; expected GPL-2.0-only.")]
    [TestCase("Kernel/A.cs", "// SPDX-License-Identifier: GPL-2.0-only\nusing System;\n", null)]
    [TestCase("A.csproj", "<!-- SPDX-License-Identifier: GPL-2.0-only -->\n", null)]
    [TestCase("run", "#!/bin/sh\n# SPDX-License-Identifier: GPL-2.0-only\n", null)]
    [TestCase("docs/pictures/a.svg", "<?xml version=\"1.0\"?>\n<!-- SPDX-License-Identifier: GPL-2.0-only -->\n", null)]
    public void AMissingOrWrongLicenceLineIsFound(string path, string text, string? complaint) =>
        Assert.That(SourceHead.ComplaintAbout(path, text), Is.EqualTo(complaint));

    [Test]
    public void EachLicenceTextExistsOnce() => Assert.Multiple(() =>
    {
        Assert.That(RepositoryFiles.All.Where(path => path.StartsWith("LICENSES/", StringComparison.Ordinal)), Is.EqualTo(Licences));
        Assert.That(
            RepositoryFiles.All.Except(Licences).Where(path => LicenceName().IsMatch(Path.GetFileName(path))), Is.Empty,
            "licences outside LICENSES/");
        Assert.That(
            RepositoryFiles.TextOf(Licences[0]),
            Does.Contain("GNU GENERAL PUBLIC LICENSE").And.Contain("Version 2, June 1991").And.Contain("END OF TERMS AND CONDITIONS"));
        Assert.That(
            RepositoryFiles.TextOf(Licences[1]),
            Does.Contain("Permission is hereby granted, free of charge").And.Contain("THE SOFTWARE IS PROVIDED \"AS IS\""));
        Assert.That(CopiesOf(Licences).Except(Licences), Is.Empty, "copies of the texts");
    });

    [Test]
    public void APackageNamesTheLicenceOfItsFolder()
    {
        var named = RepositoryFiles.Text
            .Where(path => Path.GetExtension(path) is ".csproj" or ".props" or ".targets")
            .SelectMany(path => PackageLicence().Matches(RepositoryFiles.TextOf(path))
                .Select(match => (Path: path, Licence: match.Groups["licence"].Value)))
            .ToList();
        Assert.That(named, Has.Count.GreaterThan(2));
        Assert.That(named.Where(package => package.Licence != SourceHead.LicenceOf(package.Path)), Is.Empty);
    }

    private static IEnumerable<string> CopiesOf(IReadOnlyList<string> texts)
    {
        HashSet<string> hashes = [.. texts.Select(Hash)];
        return RepositoryFiles.All.Where(path => hashes.Contains(Hash(path)));
    }

    private static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(RepositoryFiles.PathOf(path))));

    [GeneratedRegex("^(LICEN[CS]E|COPYING)(-[^.]*)?(\\.(txt|md))?$", RegexOptions.IgnoreCase)]
    private static partial Regex LicenceName();

    [GeneratedRegex("<PackageLicenseExpression>(?<licence>[^<]+)</PackageLicenseExpression>")]
    private static partial Regex PackageLicence();
}
