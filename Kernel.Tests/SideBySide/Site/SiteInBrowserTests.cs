// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide;
using Kernel.SideBySide.Site;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Kernel.Tests.SideBySide;

/// <summary>
/// The site in a real browser, opened as files, as a reader opens it. Pictures of what was seen lie in the folder <c>screenshots</c> of the
/// test's work directory.
/// </summary>
[TestFixture]
public sealed class SiteInBrowserTests
{
    private const string Page = "arch/powerpc/kvm/book3s_hv_rm_mmu.html";

    private static readonly string[] Chromiums =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe", @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private readonly List<string> _errors = [];
    private string _site = "";
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    [OneTimeSetUp]
    public async Task OpenBrowser()
    {
        string? chromium = Chromiums.FirstOrDefault(File.Exists);
        if (chromium is null)
            Assert.Ignore($"No Chromium on this machine, at {string.Join(", ", Chromiums)}.");
        _site = Path.Combine(Directory.CreateTempSubdirectory("kvmhv-browser-").FullName, "site");
        using SampleTree tree = new();
        SiteFolder.Write(_site, SiteBuilder.Build(Comparison.Of(tree)));
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium, Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
    }

    [OneTimeTearDown]
    public async Task CloseBrowser()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
        if (Path.GetDirectoryName(_site) is { Length: > 0 } folder)
            Directory.Delete(folder, recursive: true);
    }

    [SetUp]
    public void ForgetErrors() => _errors.Clear();

    [TearDown]
    public void NothingWentWrongInThePage() => Assert.That(_errors, Is.Empty, "errors in the browser's console");

    private async Task<IPage> Open(string path, int width = 1400, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = scheme,
        });
        IPage page = await context.NewPageAsync();
        page.Console += (_, message) => { if (message.Type is "error" or "warning") _errors.Add(message.Text); };
        page.PageError += (_, error) => _errors.Add(error);
        page.RequestFailed += (_, request) => _errors.Add(request.Url);
        await page.GotoAsync(new Uri(Path.Combine(_site, "x")).AbsoluteUri[..^1] + path);
        return page;
    }

    private static async Task Picture(IPage page, string name)
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, "screenshots", name + ".png");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
        TestContext.AddTestAttachment(file);
    }

    private static Task<double> Top(IPage page, string selector) => page.EvalOnSelectorAsync<double>(selector, "element => element.getBoundingClientRect().top");

    // Until an element is in the window, below the bar, on whatever page comes next.
    private static async Task Landed(IPage page, string selector) => await page.WaitForFunctionAsync(
        """
        selector => {
            const top = document.querySelector(selector)?.getBoundingClientRect().top;
            return top > 40 && top < innerHeight;
        }
        """,
        selector);

    private static Task<string> Background(IPage page) => page.EvalOnSelectorAsync<string>("body", "body => getComputedStyle(body).backgroundColor");

    [Test]
    public async Task TheColumnsScrollTogether()
    {
        IPage page = await Open(Page + "#fn-kvmppc_h_enter");
        string line = await page.EvalOnSelectorAsync<string>("#c15", "cell => cell.nextElementSibling.id");
        double before = await Top(page, "#c15");
        await page.Mouse.MoveAsync(300, 600);
        await page.Mouse.WheelAsync(0, 240);
        await page.WaitForFunctionAsync($"document.getElementById('c15').getBoundingClientRect().top < {before - 100}");
        Assert.Multiple(async () =>
        {
            Assert.That(await Top(page, "#" + line), Is.EqualTo(await Top(page, "#c15")), "a line of the C and its counterpart stay beside each other");
            Assert.That(await page.InnerTextAsync("#" + line), Does.Contain("try_lock_hpte"));
        });
        await Picture(page, "columns");
    }

    [Test]
    public async Task ALinkToALineLandsOnIt()
    {
        IPage page = await Open(Page + "#c15");
        await Landed(page, "#c15:target");
        Assert.That(await page.InnerTextAsync("#c15"), Does.Contain("try_lock_hpte"));
    }

    [Test]
    public async Task ACallLeadsToTheCalleeOfItsOwnColumn()
    {
        IPage page = await Open(Page);
        await page.ClickAsync(".c a.f:text-is('real_vmalloc_addr') >> nth=1");
        await Landed(page, "#c4:target");

        await page.ClickAsync(".p a.f:text-is('try_lock_hpte') >> nth=0");
        await Landed(page, "code.p:target");
        Assert.Multiple(async () =>
        {
            Assert.That(page.Url, Does.Contain("include/asm/kvm_book3s_64.html#p"));
            Assert.That(await page.InnerTextAsync("code:target"), Does.Contain("long try_lock_hpte("));
        });
    }

    [Test]
    public async Task SearchFindsAFunctionFromTheKeyboard()
    {
        IPage page = await Open("index.html");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("h_remo");
        await page.Locator("#hits a[aria-selected=true]", new PageLocatorOptions { HasText = "kvmppc_h_remove" }).WaitForAsync();
        await Picture(page, "search");
        await page.Keyboard.PressAsync("Enter");
        await Landed(page, "#fn-kvmppc_h_remove:target");
        Assert.That(page.Url, Does.EndWith(Page + "#fn-kvmppc_h_remove"));
    }

    [Test]
    public async Task SearchSaysWhenNothingIsFound()
    {
        IPage page = await Open(Page);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("no such thing");
        await page.Locator("#no-hits").WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        Assert.That(await page.IsVisibleAsync("#query"), Is.False);
    }

    [Test]
    public async Task BothThemesAreReadable()
    {
        IPage page = await Open(Page + "#fn-kvmppc_h_enter", scheme: ColorScheme.Dark);
        string dark = await Background(page);
        await Picture(page, "dark");
        await page.Keyboard.PressAsync("t");
        string light = await Background(page);
        await Picture(page, "light");
        await page.ReloadAsync();
        Assert.Multiple(async () =>
        {
            Assert.That(dark, Is.EqualTo("rgb(21, 24, 28)"), "the system's choice");
            Assert.That(light, Is.EqualTo("rgb(255, 255, 255)"), "the reader's");
            Assert.That(await Background(page), Is.EqualTo(light), "which is kept");
            Assert.That(await LeastContrast(page), Is.GreaterThanOrEqualTo(4.5), "of text in the light theme (WCAG 2, AA)");
        });
        await page.Keyboard.PressAsync("t");
        Assert.That(await LeastContrast(page), Is.GreaterThanOrEqualTo(4.5), "of text in the dark theme");
    }

    // The least contrast between a text of the columns and what is behind it, by WCAG 2's formula.
    private static Task<double> LeastContrast(IPage page) => page.EvaluateAsync<double>(
        """
        () => {
            const channel = value => { value /= 255; return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4; };
            const luminance = colour => { const [r, g, b] = colour.match(/[\d.]+/g).map(Number); return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); };
            const behind = element => { for (; element; element = element.parentElement) { const colour = getComputedStyle(element).backgroundColor; if (!/, 0\)$|transparent/.test(colour)) return colour; } return "rgb(255, 255, 255)"; };
            const contrast = element => { const [a, b] = [luminance(getComputedStyle(element).color), luminance(behind(element))]; return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); };
            return Math.min(...[...document.querySelectorAll(".columns code span, .columns i, .columns a, .badge")].map(contrast));
        }
        """);

    [Test]
    public async Task KeysGoFromFunctionToFunction()
    {
        IPage page = await Open(Page);
        await page.Keyboard.PressAsync("j");
        double first = await Top(page, ".fn >> nth=0");
        await page.Keyboard.PressAsync("j");
        Assert.Multiple(async () =>
        {
            Assert.That(first, Is.InRange(100, 130));
            Assert.That(await Top(page, ".fn >> nth=1"), Is.InRange(100, 130));
        });
        await page.Keyboard.PressAsync("k");
        Assert.That(await Top(page, ".fn >> nth=0"), Is.InRange(100, 130));
    }

    [Test]
    public async Task TheColumnsCanBeShownAlone()
    {
        IPage page = await Open(Page + "#c15");
        await page.Keyboard.PressAsync("v");
        Assert.That((await page.IsVisibleAsync("#c15"), await page.IsVisibleAsync("#p60")), Is.EqualTo((true, false)), "the C alone");
        await page.Keyboard.PressAsync("v");
        Assert.That((await page.IsVisibleAsync("#c15"), await page.IsVisibleAsync("#p60")), Is.EqualTo((false, true)), "the C# alone");
    }

    [Test]
    public async Task APhoneShowsOneColumnAndNothingHangsOver()
    {
        IPage page = await Open(Page + "#fn-kvmppc_h_enter", width: 390, height: 800);
        await Picture(page, "phone");
        Assert.Multiple(async () =>
        {
            Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(390));
            Assert.That((await page.IsVisibleAsync("#c15"), await page.IsVisibleAsync("#p60")), Is.EqualTo((false, true)));
        });
        await page.ClickAsync("#view");
        await Picture(page, "phone-both");
        Assert.Multiple(async () =>
        {
            Assert.That((await page.IsVisibleAsync("#c15"), await page.IsVisibleAsync("#p60")), Is.EqualTo((true, true)), "one below the other");
            Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(390));
        });
    }

    [Test]
    public async Task ALinkToAHiddenLineShowsIt()
    {
        IPage page = await Open(Page + "#c15", width: 390, height: 800);
        Assert.That(await page.IsVisibleAsync("#c15"), "a phone begins with the C# alone, but not when it is sent to the C");
    }

    [Test]
    public async Task PrintedThePageHasNoBar()
    {
        IPage page = await Open(Page + "#%", scheme: ColorScheme.Dark);
        await page.Keyboard.PressAsync("t");
        await page.Keyboard.PressAsync("t");
        Assert.That(await Background(page), Is.EqualTo("rgb(21, 24, 28)"), "dark by the reader's choice, whatever stands behind the address");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.That(await Background(page), Is.EqualTo("rgb(255, 255, 255)"));
        Assert.That((await page.IsVisibleAsync(".bar"), await page.IsVisibleAsync("#c15")), Is.EqualTo((false, true)));
        await Picture(page, "print");
    }

    [Test]
    public async Task TheIndexLeadsToTheFiles()
    {
        IPage page = await Open("index.html");
        await Picture(page, "index");
        await page.ClickAsync("a:has-text('book3s_hv_rm_mmu.cs') >> nth=0");
        await page.Locator("h1", new PageLocatorOptions { HasText = "book3s_hv_rm_mmu.cs" }).WaitForAsync();
        Assert.That(await page.TitleAsync(), Is.EqualTo("Kernel/arch/powerpc/kvm/book3s_hv_rm_mmu.cs"));
    }
}
