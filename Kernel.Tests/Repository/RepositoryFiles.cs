// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Text;
using Kernel.Tests.Support;

namespace Kernel.Tests.Repository;

/// <summary>
/// The files of the repository, by their paths from its root, with forward slashes: the files that git tracks or would add. Without git or
/// a
/// repository, as in an unpacked archive: all files outside the output folders.
/// </summary>
internal static class RepositoryFiles
{
    private static readonly HashSet<string> OutputFolders =
        ["artifacts", "bin", "obj", ".git", ".vs", ".idea", "TestResults", "BenchmarkDotNet.Artifacts"];

    /// <summary>All files, sorted by path.</summary>
    internal static IReadOnlyList<string> All { get; } =
        [.. (FromGit() ?? FromWalk()).Where(path => File.Exists(PathOf(path))).Order(StringComparer.Ordinal)];

    /// <summary>The text files: none of their first 8000 bytes is 0.</summary>
    internal static IReadOnlyList<string> Text { get; } = [.. All.Where(IsText)];

    /// <summary>The Markdown pages.</summary>
    internal static IReadOnlyList<string> Markdown { get; } = [.. All.Where(path => path.EndsWith(".md", StringComparison.Ordinal))];

    /// <summary>The path of a file on this machine.</summary>
    internal static string PathOf(string path) => Path.Combine(SourceTree.Root.FullName, path);

    /// <summary>The text of a file, with line feeds.</summary>
    internal static string TextOf(string path) => File.ReadAllText(PathOf(path)).ReplaceLineEndings("\n");

    /// <summary>The files that git tracks or would add; null without git or a repository.</summary>
    internal static IReadOnlyList<string>? FromGit()
    {
        ProcessStartInfo start = new("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = SourceTree.Root.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        try
        {
            using Process git = Process.Start(start)!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            string output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            string[] paths = output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
            return git.ExitCode == 0 && paths.Contains("Directory.Packages.props") ? paths : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The files that a walk through the folders finds, without output folders.</summary>
    internal static IReadOnlyList<string> FromWalk()
    {
        List<string> found = [];
        Stack<DirectoryInfo> folders = new([SourceTree.Root]);
        while (folders.TryPop(out DirectoryInfo? folder))
        {
            found.AddRange(folder.EnumerateFiles().Where(file => file.Name != ".git").Select(file => RelativePathOf(file)));
            foreach (DirectoryInfo inner in folder.EnumerateDirectories().Where(inner => !OutputFolders.Contains(inner.Name)))
                folders.Push(inner);
        }
        return found;
    }

    private static string RelativePathOf(FileInfo file) =>
        Path.GetRelativePath(SourceTree.Root.FullName, file.FullName).Replace(Path.DirectorySeparatorChar, '/');

    private static bool IsText(string path)
    {
        using FileStream file = File.OpenRead(PathOf(path));
        Span<byte> head = stackalloc byte[8000];
        return !head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)].Contains((byte)0);
    }
}
