// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Files;

namespace Kernel.SideBySide.Original;

/// <summary>Linux as an unpacked tree.</summary>
internal sealed class FolderTree(string folder) : ILinuxTree
{
    /// <inheritdoc/>
    public string Description => folder;

    /// <inheritdoc/>
    public string? Read(string path)
    {
        string file = Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar));
        try
        {
            return File.Exists(file) ? InputFile.ReadText(file) : null;
        }
        catch (FileException error)
        {
            throw new LinuxTreeException(error.Message, error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
