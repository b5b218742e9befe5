// SPDX-License-Identifier: GPL-2.0-only
using Microsoft.Playwright;
using NUnit.Framework;

namespace Kernel.Tests.Pages;

/// <summary>
/// Tests of a site in a real browser, opened as files, as a reader opens them. A test fails if the browser's console has an error.
/// Screenshots are in the folder <c>screenshots</c> of the test's work directory.
/// </summary>
public abstract class BrowserFixture
{
    private static readonly string[] Chromiums =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe", @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private readonly List<string> _errors = [];
    private string _site = "";
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Writes the site to a new folder.</summary>
    protected abstract void WriteSite(string folder);

    [OneTimeSetUp]
    public async Task OpenBrowser()
    {
        string? chromium = Chromiums.FirstOrDefault(File.Exists);
        if (chromium is null)
            Assert.Ignore($"No Chromium on this machine, at {string.Join(", ", Chromiums)}.");
        _site = Path.Combine(Directory.CreateTempSubdirectory("kvmhv-browser-").FullName, "site");
        WriteSite(_site);
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
    public void TheConsoleHasNoErrors() => Assert.That(_errors, Is.Empty, "errors in the browser's console");

    /// <summary>Opens a page in a window of its own.</summary>
    /// <param name="path">The page from the root of the site, with an anchor if there is one.</param>
    /// <param name="width">Width of the window in CSS pixels.</param>
    /// <param name="height">Height of the window in CSS pixels.</param>
    /// <param name="scheme">Whether the system is set to light or dark.</param>
    protected async Task<IPage> Open(string path, int width = 1400, int height = 900, ColorScheme scheme = ColorScheme.Light)
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

    /// <summary>Takes a screenshot.</summary>
    protected static async Task Screenshot(IPage page, string name)
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, "screenshots", name + ".png");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
        TestContext.AddTestAttachment(file);
    }

    /// <summary>The distance in pixels of an element from the top of the window.</summary>
    protected static Task<double> TopOf(IPage page, string selector) =>
        page.EvalOnSelectorAsync<double>(selector, "element => element.getBoundingClientRect().top");

    /// <summary>Waits until an element is in the window, below the bar, on this page or the one that follows it.</summary>
    protected static async Task WaitUntilInView(IPage page, string selector) => await page.WaitForFunctionAsync(
        """
        selector => {
            const top = document.querySelector(selector)?.getBoundingClientRect().top;
            return top > 40 && top < innerHeight;
        }
        """,
        selector);

    /// <summary>The colour of the page, such as "rgb(255, 255, 255)".</summary>
    protected static Task<string> BackgroundOf(IPage page) =>
        page.EvalOnSelectorAsync<string>("body", "body => getComputedStyle(body).backgroundColor");
}
