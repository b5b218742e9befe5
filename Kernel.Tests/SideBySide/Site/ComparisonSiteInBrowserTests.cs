// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Alignment;
using Kernel.SideBySide.Site;
using Kernel.Tests.Pages;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Kernel.Tests.SideBySide.Site;

[TestFixture]
public sealed class ComparisonSiteInBrowserTests : BrowserFixture
{
    private const string Page = "arch/powerpc/kvm/book3s_hv_rm_mmu.html";

    /// <inheritdoc/>
    protected override void WriteSite(string folder)
    {
        using SampleTree tree = new();
        ComparisonSite.Write(folder, Comparison.Of(tree));
    }

    // Whether a line of the C and a line of the port are visible.
    private static async Task<(bool C, bool Port)> VisibleColumns(IPage page) =>
        (await page.IsVisibleAsync("#c15"), await page.IsVisibleAsync("#p60"));

    [Test]
    public async Task TheColumnsScrollTogether()
    {
        IPage page = await Open(Page + "#fn-kvmppc_h_enter");
        string line = await page.EvalOnSelectorAsync<string>("#c15", "cell => cell.nextElementSibling.id");
        double before = await TopOf(page, "#c15");
        await page.Mouse.MoveAsync(300, 600);
        await page.Mouse.WheelAsync(0, 240);
        await page.WaitForFunctionAsync($"document.getElementById('c15').getBoundingClientRect().top < {before - 100}");
        Assert.Multiple(async () =>
        {
            Assert.That(await TopOf(page, "#" + line), Is.EqualTo(await TopOf(page, "#c15")), "a line is beside its counterpart");
            Assert.That(await page.InnerTextAsync("#" + line), Does.Contain("try_lock_hpte"));
        });
        await Screenshot(page, "columns");
    }

    [Test]
    public async Task ALinkToALineScrollsToIt()
    {
        IPage page = await Open(Page + "#c15");
        await WaitUntilInView(page, "#c15:target");
        Assert.That(await page.InnerTextAsync("#c15"), Does.Contain("try_lock_hpte"));
    }

    [Test]
    public async Task ACallLinksToTheCalleeInTheSameColumn()
    {
        IPage page = await Open(Page);
        await page.ClickAsync(".c a.f:text-is('real_vmalloc_addr') >> nth=1");
        await WaitUntilInView(page, "#c4:target");

        await page.ClickAsync(".p a.f:text-is('try_lock_hpte') >> nth=0");
        await WaitUntilInView(page, "code.p:target");
        Assert.Multiple(async () =>
        {
            Assert.That(page.Url, Does.Contain("include/asm/kvm_book3s_64.html#p"));
            Assert.That(await page.InnerTextAsync("code:target"), Does.Contain("long try_lock_hpte("));
        });
    }

    [Test]
    public async Task AFunctionIsFoundWithTheKeyboard()
    {
        IPage page = await Open("index.html");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("h_remo");
        await page.Locator("#hits a[aria-selected=true]", new PageLocatorOptions { HasText = "kvmppc_h_remove" }).WaitForAsync();
        await Screenshot(page, "search");
        await page.Keyboard.PressAsync("Enter");
        await WaitUntilInView(page, "#fn-kvmppc_h_remove:target");
        Assert.That(page.Url, Does.EndWith(Page + "#fn-kvmppc_h_remove"));
    }

    [Test]
    public async Task SearchReportsThatNothingWasFound()
    {
        IPage page = await Open(Page);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("no such thing");
        await page.Locator("#no-hits").WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        Assert.That(await page.IsVisibleAsync("#query"), Is.False);
    }

    [Test]
    public async Task BothThemesHaveEnoughContrast()
    {
        IPage page = await Open(Page + "#fn-kvmppc_h_enter", scheme: ColorScheme.Dark);
        string dark = await BackgroundOf(page);
        await Screenshot(page, "dark");
        await page.Keyboard.PressAsync("t");
        string light = await BackgroundOf(page);
        await Screenshot(page, "light");
        await page.ReloadAsync();
        Assert.Multiple(async () =>
        {
            Assert.That(dark, Is.EqualTo("rgb(21, 24, 28)"), "the system's choice");
            Assert.That(light, Is.EqualTo("rgb(255, 255, 255)"), "the reader's");
            Assert.That(await BackgroundOf(page), Is.EqualTo(light), "the choice is kept");
            Assert.That(await MinContrast(page), Is.GreaterThanOrEqualTo(4.5), "of text in the light theme (WCAG 2, AA)");
        });
        await page.Keyboard.PressAsync("t");
        Assert.That(await MinContrast(page), Is.GreaterThanOrEqualTo(4.5), "of text in the dark theme");
    }

    // The least contrast of a text in the columns with its background, by the formula of WCAG 2.
    private static Task<double> MinContrast(IPage page) => page.EvaluateAsync<double>(
        """
        () => {
            const channel = value => { value /= 255; return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4; };
            const luminance = colour => {
                const [r, g, b] = colour.match(/[\d.]+/g).map(Number);
                return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
            };
            const behind = element => {
                for (; element; element = element.parentElement) {
                    const colour = getComputedStyle(element).backgroundColor;
                    if (!/, 0\)$|transparent/.test(colour))
                        return colour;
                }
                return "rgb(255, 255, 255)";
            };
            const contrast = element => {
                const [a, b] = [luminance(getComputedStyle(element).color), luminance(behind(element))];
                return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            };
            return Math.min(...[...document.querySelectorAll(".columns code span, .columns i, .columns a, .badge")].map(contrast));
        }
        """);

    [Test]
    public async Task KeysScrollFromFunctionToFunction()
    {
        IPage page = await Open(Page);
        await page.Keyboard.PressAsync("j");
        double first = await TopOf(page, ".fn >> nth=0");
        await page.Keyboard.PressAsync("j");
        Assert.Multiple(async () =>
        {
            Assert.That(first, Is.InRange(100, 130));
            Assert.That(await TopOf(page, ".fn >> nth=1"), Is.InRange(100, 130));
        });
        await page.Keyboard.PressAsync("k");
        Assert.That(await TopOf(page, ".fn >> nth=0"), Is.InRange(100, 130));
    }

    [Test]
    public async Task EachColumnCanBeShownAlone()
    {
        IPage page = await Open(Page + "#c15");
        await page.Keyboard.PressAsync("v");
        Assert.That(await VisibleColumns(page), Is.EqualTo((true, false)), "the C alone");
        await page.Keyboard.PressAsync("v");
        Assert.That(await VisibleColumns(page), Is.EqualTo((false, true)), "the C# alone");
    }

    [Test]
    public async Task ANarrowWindowShowsOneColumnAndNeedsNoHorizontalScrolling()
    {
        IPage page = await Open(Page + "#fn-kvmppc_h_enter", width: 390, height: 800);
        await Screenshot(page, "phone");
        Assert.Multiple(async () =>
        {
            Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(390));
            Assert.That(await VisibleColumns(page), Is.EqualTo((false, true)));
        });
        await page.ClickAsync("#view");
        await Screenshot(page, "phone-both");
        Assert.Multiple(async () =>
        {
            Assert.That(await VisibleColumns(page), Is.EqualTo((true, true)), "one below the other");
            Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(390));
        });
    }

    [Test]
    public async Task ALinkToALineOfAHiddenColumnRevealsIt()
    {
        IPage page = await Open(Page + "#c15", width: 390, height: 800);
        Assert.That(await page.IsVisibleAsync("#c15"), "a narrow window shows the C# alone, except after a link to the C");
    }

    [Test]
    public async Task APrintedPageIsLightAndHasNoBar()
    {
        IPage page = await Open(Page + "#%", scheme: ColorScheme.Dark);
        await page.Keyboard.PressAsync("t");
        await page.Keyboard.PressAsync("t");
        Assert.That(await BackgroundOf(page), Is.EqualTo("rgb(21, 24, 28)"), "dark as chosen, also with an invalid anchor");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.That(await BackgroundOf(page), Is.EqualTo("rgb(255, 255, 255)"));
        Assert.That((await page.IsVisibleAsync(".bar"), await page.IsVisibleAsync("#c15")), Is.EqualTo((false, true)));
        await Screenshot(page, "print");
    }

    [Test]
    public async Task TheFirstPageLinksToTheFiles()
    {
        IPage page = await Open("index.html");
        await Screenshot(page, "index");
        await page.ClickAsync("a:has-text('book3s_hv_rm_mmu.cs') >> nth=0");
        await page.Locator("h1", new PageLocatorOptions { HasText = "book3s_hv_rm_mmu.cs" }).WaitForAsync();
        Assert.That(await page.TitleAsync(), Is.EqualTo("Kernel/arch/powerpc/kvm/book3s_hv_rm_mmu.cs"));
    }
}
