// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Original;

/// <summary>The files of Linux that a reader has at hand.</summary>
public interface ILinuxTree : IDisposable
{
    /// <summary>What is read, for people: a folder, or a repository and a commit.</summary>
    string Description { get; }

    /// <summary>The text of a file, or null if the tree has none of that path.</summary>
    /// <param name="path">From the root of the tree, with slashes.</param>
    /// <exception cref="LinuxTreeException">The file is there and cannot be read.</exception>
    string? Read(string path);
}
