// SPDX-License-Identifier: GPL-2.0-only
using LibGit2Sharp;

namespace Kernel.SideBySide.Original;

/// <summary>Opens Linux sources of either kind.</summary>
public static class LinuxTree
{
    private const string Landmark = "arch/powerpc/kvm";

    /// <summary>Opens a git repository at a commit, or an unpacked tree.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="commit">For a repository: which commit; null for the one that the port follows.</param>
    /// <exception cref="LinuxTreeException">There is no such folder, it is neither, or the commit is not in it.</exception>
    public static ILinuxTree Open(string path, string? commit = null)
    {
        if (!Directory.Exists(path))
            throw new LinuxTreeException($"{path}: no such folder; expected a git repository of Linux or an unpacked tree.");
        // Reading objects runs nothing of the repository's, so it need not be the user's own.
        GlobalSettings.SetOwnerValidation(false);
        if (Repository.IsValid(path))
            return GitTree.Open(path, commit ?? OriginalInventory.Commit);
        if (commit is not null)
            throw new LinuxTreeException($"{path}: is no git repository, so it has no commit {commit}.");
        if (!Directory.Exists(Path.Combine(path, Landmark)))
            throw new LinuxTreeException($"{path}: is neither a git repository nor an unpacked tree of Linux, which would have {Landmark}.");
        return new FolderTree(path);
    }
}
