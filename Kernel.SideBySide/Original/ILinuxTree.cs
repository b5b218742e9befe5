// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Original;

/// <summary>The files of a copy of Linux.</summary>
public interface ILinuxTree : IDisposable
{
    /// <summary>Where the files are read, for display: a folder, or a repository and a commit.</summary>
    string Description { get; }

    /// <summary>The text of a file, or null if the tree does not have it.</summary>
    /// <param name="path">From the root of the tree, with slashes.</param>
    /// <exception cref="LinuxTreeException">The file exists, but cannot be read.</exception>
    string? Read(string path);
}
