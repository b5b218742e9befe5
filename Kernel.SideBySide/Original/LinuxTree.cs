// SPDX-License-Identifier: GPL-2.0-only
using LibGit2Sharp;

namespace Kernel.SideBySide.Original;

/// <summary>Opens a copy of Linux.</summary>
public static class LinuxTree
{
    private const string Landmark = "arch/powerpc/kvm";

    /// <summary>Opens a git repository at a commit, or an unpacked tree.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="commit">The commit of the repository, or null for the one that the port follows. Null for an unpacked tree.</param>
    /// <exception cref="LinuxTreeException">
    /// The folder does not exist or is neither a git repository nor an unpacked tree, or the commit is not in it.
    /// </exception>
    public static ILinuxTree Open(string path, string? commit = null)
    {
        if (!Directory.Exists(path))
            throw new LinuxTreeException($"{path}: no such folder; expected a git repository of Linux or an unpacked tree.");
        // Git refuses repositories of other users because their hooks could run. Nothing is run here.
        GlobalSettings.SetOwnerValidation(false);
        if (Repository.IsValid(path))
            return GitTree.Open(path, commit ?? OriginalInventory.Commit);
        if (commit is not null)
            throw new LinuxTreeException($"{path}: no git repository, so it does not have commit {commit}.");
        if (!Directory.Exists(Path.Combine(path, Landmark)))
            throw new LinuxTreeException($"{path}: neither a git repository nor an unpacked tree of Linux, which has {Landmark}.");
        return new FolderTree(path);
    }
}
