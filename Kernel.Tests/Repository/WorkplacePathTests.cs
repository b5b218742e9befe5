// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using NUnit.Framework;

namespace Kernel.Tests.Repository;

/// <summary>No file names an absolute path of a developer's machine.</summary>
[TestFixture]
public sealed class WorkplacePathTests
{
    private const string Slash = "/";
    private const string Backslash = "\\";

    [Test]
    public void NoFileNamesAnAbsolutePathOfAMachine()
    {
        var found = RepositoryFiles.Text
            .SelectMany(file => WorkplacePaths.In(RepositoryFiles.TextOf(file)).Select(place => (File: file, place.Line, place.Path)))
            .ToList();
        Assert.That(
            found.Where(place => !WorkplacePaths.Exceptions.Any(meant => meant.File == place.File && meant.Path == place.Path)), Is.Empty);
        Assert.That(
            WorkplacePaths.Exceptions.Where(meant => !found.Any(place => meant.File == place.File && meant.Path == place.Path)), Is.Empty,
            "exceptions that do not occur");
        Assert.That(WorkplacePaths.Exceptions, Has.All.Matches<(string, string, string Why)>(meant => meant.Why.Length > 20));
    }

    // The separators are inserted later, so that this file names no such path.
    [TestCase("see {0}home{0}somebody/notes", true)]
    [TestCase("\"{0}tmp{0}out.csv\"", true)]
    [TestCase("cd {0}work{0}here", true)]
    [TestCase("file://x {0}Users{0}me", true)]
    [TestCase("C:{1}Users{1}me", true)]
    [TestCase("https://example.org{0}home{0}page", false)]
    [TestCase("docs{0}work{0}page.md", false)]
    [TestCase("the folder {0}proc{0}self", false)]
    public void OnlyAnAbsolutePathOfAMachineIsFound(string text, bool isFound) =>
        Assert.That(WorkplacePaths.In(string.Format(CultureInfo.InvariantCulture, text, Slash, Backslash)).Any(), Is.EqualTo(isFound));
}
