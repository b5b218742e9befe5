// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Site;

/// <summary>Writes a site to a folder, and touches nothing there that is not the site's.</summary>
internal static class SiteFolder
{
    /// <summary>Lists the files of the site that is in a folder, below a line that says so.</summary>
    internal const string Manifest = "kvmhv-sidebyside.txt";

    private const string Signature = "Files of a site that kvmhv sidebyside has written; the next one replaces them.";

    /// <summary>Whether a site may be written to a folder: it is not there, is empty, or holds a site.</summary>
    public static bool IsFree(string folder) =>
        !File.Exists(folder) && (!Directory.Exists(folder) || OldFiles(folder) is not null || !Directory.EnumerateFileSystemEntries(folder).Any());

    /// <summary>Writes a site; what an earlier one had and this one has not goes afterwards. Each file is replaced as a whole.</summary>
    /// <exception cref="IOException">The folder is not free, holds a file of somebody else's where the site has one, or cannot be written.</exception>
    public static void Write(string folder, IReadOnlyDictionary<string, string> files)
    {
        if (!IsFree(folder))
            throw new IOException($"{folder}: holds something that is no site; expected a new folder, an empty one, or an earlier site's.");
        string[] old = OldFiles(folder) ?? [];
        string? foreign = files.Keys.Except(old).FirstOrDefault(path => File.Exists(PathIn(folder, path)));
        if (foreign is not null)
            throw new IOException($"{PathIn(folder, foreign)}: is no file of the earlier site; expected none of this name.");
        Directory.CreateDirectory(folder);
        WriteManifest(folder, old.Union(files.Keys));           // whatever happens now, the next site replaces what is here
        foreach ((string path, string text) in files)
            Replace(PathIn(folder, path), text);
        foreach (string path in old.Except(files.Keys))
            Remove(folder, path);
        WriteManifest(folder, files.Keys);
    }

    // Null if the folder holds no site. A line that leads out of the folder is none of the site's.
    private static string[]? OldFiles(string folder)
    {
        string manifest = Path.Combine(folder, Manifest);
        if (!File.Exists(manifest))
            return null;
        string[] lines = File.ReadAllLines(manifest);
        return lines.Length > 0 && lines[0] == Signature
            ? [.. lines.Skip(1).Where(line => line.Length > 0 && !Path.IsPathRooted(line) && !line.Split('/').Contains(".."))]
            : null;
    }

    private static void WriteManifest(string folder, IEnumerable<string> files) =>
        Replace(Path.Combine(folder, Manifest), string.Concat(files.Prepend(Signature).Select(line => line + "\n")));

    private static void Replace(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        string written = file + ".new";
        File.WriteAllText(written, text);
        File.Move(written, file, overwrite: true);
    }

    // The file, and the folders that it leaves empty; nothing that is reached through a link.
    private static void Remove(string root, string path)
    {
        string[] parts = path.Split('/');
        for (int depth = 1; depth < parts.Length; depth++)
        {
            if (new DirectoryInfo(Path.Combine([root, .. parts[..depth]])) is not { Exists: true, LinkTarget: null })
                return;
        }
        File.Delete(PathIn(root, path));
        for (int depth = parts.Length - 1; depth > 0; depth--)
        {
            string folder = Path.Combine([root, .. parts[..depth]]);
            if (Directory.EnumerateFileSystemEntries(folder).Any())
                return;
            Directory.Delete(folder);
        }
    }

    private static string PathIn(string root, string path) => Path.Combine(root, path.Replace('/', Path.DirectorySeparatorChar));
}
