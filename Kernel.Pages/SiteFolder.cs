// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Files;

namespace Kernel.Pages;

/// <summary>
/// A folder that a site is written to. Only files of the site are created, replaced and deleted: a manifest in the folder lists those of
/// the site that is there.
/// </summary>
/// <param name="path">The folder, which need not exist.</param>
/// <param name="writer">The command that writes sites of this kind, such as "kvmhv pages". Sites of other kinds are left alone.</param>
public sealed class SiteFolder(string path, string writer)
{
    private readonly string _signature = $"Files of a site that {writer} has written; the next one replaces them.";

    // Lists the site's files below the signature.
    private readonly string _manifest = Path.Combine(path, writer.Replace(' ', '-') + ".txt");

    /// <summary>Whether a site can be written here: the folder does not exist, is empty, or holds a site of this kind.</summary>
    public bool IsFree =>
        !File.Exists(path) && (!Directory.Exists(path) || ManifestFiles() is not null || !Directory.EnumerateFileSystemEntries(path).Any());

    /// <summary>Writes a site. Each file is replaced atomically; files that only the earlier site had are deleted at the end.</summary>
    /// <param name="files">Text by path from the root of the site, with slashes.</param>
    /// <exception cref="IOException">
    /// The folder is not free, a file of the site exists and is not on the manifest, or a file cannot be written.
    /// </exception>
    public void Write(IReadOnlyDictionary<string, string> files)
    {
        if (!IsFree)
            throw new IOException($"{path}: holds files other than a site's; expected a new folder, an empty one, or an earlier site's.");
        string[] old = ManifestFiles() ?? [];
        string? foreign = files.Keys.Except(old).FirstOrDefault(file => File.Exists(PathOf(file)));
        if (foreign is not null)
            throw new IOException($"{PathOf(foreign)}: not a file of the earlier site; expected no file of this name.");
        CreateFolder(path);
        WriteManifest(old.Union(files.Keys));           // if this run is interrupted, the next one still knows which files are the site's
        foreach ((string file, string text) in files)
            Replace(PathOf(file), text);
        foreach (string file in old.Except(files.Keys))
            Delete(file);
        WriteManifest(files.Keys);
    }

    // Null if the folder holds no site. Lines that lead out of the folder are ignored: the manifest may have been edited.
    private string[]? ManifestFiles()
    {
        if (!File.Exists(_manifest))
            return null;
        string[] lines = File.ReadAllLines(_manifest);
        return lines.Length > 0 && lines[0] == _signature
            ? [.. lines.Skip(1).Where(line => line.Length > 0 && !Path.IsPathRooted(line) && !line.Split('/').Contains(".."))]
            : null;
    }

    private void WriteManifest(IEnumerable<string> files) =>
        Replace(_manifest, string.Concat(files.Prepend(_signature).Select(line => line + "\n")));

    private static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (FileException.IsAboutAFile(exception))
        {
            throw FileException.OfWriting(folder, exception);
        }
    }

    private static void Replace(string file, string text)
    {
        CreateFolder(Path.GetDirectoryName(Path.GetFullPath(file))!);
        OutputFile.WriteText(file, text, replace: true);
    }

    // Also deletes the folders that this leaves empty. A file that is reached through a symbolic link stays.
    private void Delete(string file)
    {
        string[] parts = file.Split('/');
        for (int depth = 1; depth < parts.Length; depth++)
        {
            if (new DirectoryInfo(Path.Combine([path, .. parts[..depth]])) is not { Exists: true, LinkTarget: null })
                return;
        }
        File.Delete(PathOf(file));
        for (int depth = parts.Length - 1; depth > 0; depth--)
        {
            string folder = Path.Combine([path, .. parts[..depth]]);
            if (Directory.EnumerateFileSystemEntries(folder).Any())
                return;
            Directory.Delete(folder);
        }
    }

    private string PathOf(string file) => Path.Combine(path, file.Replace('/', Path.DirectorySeparatorChar));
}
