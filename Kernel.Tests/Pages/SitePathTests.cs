// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Pages;
using NUnit.Framework;

namespace Kernel.Tests.Pages;

[TestFixture]
public sealed class SitePathTests
{
    [TestCase("index.html", ExpectedResult = "")]
    [TestCase("groups/0.html", ExpectedResult = "../")]
    [TestCase("a/b/c.html", ExpectedResult = "../../")]
    public string TheWayToTheRootLeavesEachFolder(string page) => SitePath.ToRoot(page);
}
