// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kernel.Tests.Repository;

/// <summary>Checks the links of pages to files, folders, headings and lines of the repository.</summary>
/// <param name="files">The files of the repository, from its root; names are case-sensitive, as on Linux and on GitHub.</param>
/// <param name="read">Returns the text of a file.</param>
internal sealed class LinkChecker(IReadOnlyCollection<string> files, Func<string, string> read)
{
    private readonly HashSet<string> _files = new(files, StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(files.SelectMany(FoldersOf), StringComparer.Ordinal);
    private readonly Dictionary<string, MarkdownPage> _pages = new(StringComparer.Ordinal);

    /// <summary>The errors in the links of a page, each as a sentence.</summary>
    internal IEnumerable<string> ComplaintsAbout(string path) => PageOf(path).Links
        .Select(link => (link.Line, Complaint: ComplaintAbout(path, link.Url)))
        .Where(found => found.Complaint is not null)
        .Select(found => $"{path}:{found.Line}: {found.Complaint}");

    private string? ComplaintAbout(string path, string url)
    {
        if (url.StartsWith('/'))
            return $"{url} begins at a root; links are relative.";
        if (Uri.TryCreate(url, UriKind.Absolute, out Uri? absolute) && absolute.Scheme is "http" or "https" or "mailto")
            return null;
        int at = url.IndexOf('#', StringComparison.Ordinal);
        string file = Uri.UnescapeDataString(at < 0 ? url : url[..at]);
        string fragment = at < 0 ? "" : Uri.UnescapeDataString(url[(at + 1)..]);
        string? target = file.Length == 0 ? path : Resolve(path, file);
        if (target is null)
            return $"{url} leads out of the repository.";
        if (!_files.Contains(target))
            return _folders.Contains(target) ? at < 0 ? null : $"{url}: a folder has no anchors." : $"{url}: there is no {target}.";
        return at < 0 ? null : ComplaintAboutFragment(url, target, fragment);
    }

    private string? ComplaintAboutFragment(string url, string target, string fragment)
    {
        if (target.EndsWith(".md", StringComparison.Ordinal))
            return PageOf(target).Anchors.Contains(fragment) ? null : $"{url}: {target} has no heading of that name.";
        string[] ends = fragment.Split('-');
        int lines = read(target).Split('\n').Length;
        bool isGood = ends.Length <= 2 && ends.All(end => IsLine(end, lines));
        return isGood ? null : $"{url}: {target} has no such line.";
    }

    private static bool IsLine(string end, int lines) => end.StartsWith('L')
        && int.TryParse(end.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int line) && line >= 1 && line <= lines;

    private MarkdownPage PageOf(string path) =>
        _pages.TryGetValue(path, out MarkdownPage? page) ? page : _pages[path] = new MarkdownPage(read(path));

    private static string? Resolve(string page, string file)
    {
        List<string> parts = [.. page.Split('/')[..^1]];
        foreach (string part in file.TrimEnd('/').Split('/'))
        {
            if (part == ".." && parts.Count == 0)
                return null;
            if (part == "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part != ".")
                parts.Add(part);
        }
        return string.Join('/', parts);
    }

    private static IEnumerable<string> FoldersOf(string file)
    {
        for (int at = file.LastIndexOf('/'); at > 0; at = file.LastIndexOf('/', at - 1))
            yield return file[..at];
    }
}
