// SPDX-License-Identifier: GPL-2.0-only
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
            return File.Exists(file) ? File.ReadAllText(file) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LinuxTreeException($"{file}: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
