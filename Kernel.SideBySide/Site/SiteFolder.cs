// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Site;

/// <summary>Writes a site to a folder of its own.</summary>
internal static class SiteFolder
{
    /// <summary>Lists the files of the site that is in a folder, so that the next one can take its place.</summary>
    private const string Manifest = "files.txt";

    /// <summary>Whether a site may be written to a folder: it is not there, is empty, or holds a site.</summary>
    public static bool IsFree(string folder) =>
        !File.Exists(folder) && (!Directory.Exists(folder) || File.Exists(Path.Combine(folder, Manifest)) || !Directory.EnumerateFileSystemEntries(folder).Any());

    /// <summary>Writes the site beside the folder, and puts it in its place when it is whole.</summary>
    /// <exception cref="IOException">The folder is not free, or cannot be written.</exception>
    public static void Write(string folder, IReadOnlyDictionary<string, string> files)
    {
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (!IsFree(target))
            throw new IOException($"{folder}: holds something that is no site; expected a new folder, an empty one, or an earlier site's.");
        string made = $"{target}.{Path.GetRandomFileName()}";
        try
        {
            foreach ((string path, string text) in files)
                WriteFile(made, path, text);
            WriteFile(made, Manifest, string.Concat(files.Keys.Select(path => path + "\n")));
            RemoveOld(target);
            if (Directory.Exists(target))
                MoveBeside(made, target, files.Keys.Append(Manifest));
            else
                Directory.Move(made, target);
        }
        finally
        {
            if (Directory.Exists(made))
                Directory.Delete(made, recursive: true);
        }
    }

    // Something of the user's is left in the folder: the site moves in beside it.
    private static void MoveBeside(string made, string target, IEnumerable<string> files)
    {
        foreach (string path in files)
        {
            string to = PathIn(target, path);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Move(PathIn(made, path), to, overwrite: true);
        }
    }

    private static void RemoveOld(string folder)
    {
        string manifest = Path.Combine(folder, Manifest);
        if (File.Exists(manifest))
        {
            string root = folder + Path.DirectorySeparatorChar;
            foreach (string path in File.ReadAllLines(manifest).Select(line => Path.GetFullPath(PathIn(folder, line))))
            {
                if (path.StartsWith(root, StringComparison.Ordinal))
                    File.Delete(path);
            }
            File.Delete(manifest);
        }
        if (Directory.Exists(folder))
            RemoveEmpty(folder);
    }

    private static void RemoveEmpty(string folder)
    {
        foreach (string inner in Directory.GetDirectories(folder))
            RemoveEmpty(inner);
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    private static void WriteFile(string root, string path, string text)
    {
        string file = PathIn(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static string PathIn(string root, string path) => Path.Combine(root, path.Replace('/', Path.DirectorySeparatorChar));
}
