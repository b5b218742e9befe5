// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Pages;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Kernel.Tests.Pages;

[TestFixture]
public sealed class SampleSiteInBrowserTests : BrowserFixture
{
    /// <inheritdoc/>
    protected override void WriteSite(string folder) => new SiteFolder(folder, "kvmhv sample").Write(SampleSite.Build());

    [Test]
    public async Task SearchListsTheFirstKindFirstAndLeadsToTheHit()
    {
        IPage page = await Open("index.html");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("0x40");
        await page.Locator("#hits li >> nth=2").WaitForAsync();
        Assert.That(await page.Locator("#hits code").AllInnerTextsAsync(), Is.EqualTo(new[] { "0x4001", "0x4002", "0x40" }));
        await page.Keyboard.PressAsync("Enter");
        await WaitUntilInView(page, "#e0:target");
        Assert.That(await page.TitleAsync(), Is.EqualTo("Group 0 & its entries"));
    }

    [Test]
    public async Task KeyAndButtonOfTheDesignDoTheSame()
    {
        IPage page = await Open(SampleSite.GroupPage);
        await page.Keyboard.PressAsync("e");
        bool afterKey = await page.IsVisibleAsync("#e1");
        await page.ClickAsync("#valid");
        Assert.That((afterKey, await page.IsVisibleAsync("#e1")), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task ALinkToAHiddenElementRevealsIt()
    {
        IPage page = await Open(SampleSite.GroupPage);
        await page.Keyboard.PressAsync("e");
        await page.EvaluateAsync("location.hash = 'e1'");
        await WaitUntilInView(page, "#e1:target");
        Assert.That(await page.IsVisibleAsync("#e1"));
    }

    [Test]
    public async Task TheThemeSwitches()
    {
        IPage page = await Open("index.html", scheme: ColorScheme.Dark);
        string dark = await BackgroundOf(page);
        await page.Keyboard.PressAsync("t");
        Assert.That((dark, await BackgroundOf(page)), Is.EqualTo(("rgb(21, 24, 28)", "rgb(255, 255, 255)")));
    }
}
