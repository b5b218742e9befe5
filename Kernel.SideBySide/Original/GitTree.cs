// SPDX-License-Identifier: GPL-2.0-only
using LibGit2Sharp;

namespace Kernel.SideBySide.Original;

/// <summary>Linux as a commit in a git repository. Objects are read from the repository; nothing is checked out or written.</summary>
internal sealed class GitTree : ILinuxTree
{
    private readonly Repository _repository;
    private readonly Commit _commit;

    private GitTree(Repository repository, Commit commit)
    {
        _repository = repository;
        _commit = commit;
    }

    /// <inheritdoc/>
    public string Description => $"{_repository.Info.Path.TrimEnd('/', '\\')} at {_commit.Sha}";

    /// <summary>Opens a repository at a commit.</summary>
    /// <param name="folder">A work tree or a bare repository.</param>
    /// <param name="commit">A hash, a tag or a branch.</param>
    /// <exception cref="LinuxTreeException">The folder is not a repository, or the repository does not have the commit.</exception>
    public static GitTree Open(string folder, string commit)
    {
        Repository? repository = null;
        try
        {
            repository = new Repository(folder);
            GitObject? found = repository.Lookup(commit);
            return found?.Peel<Commit>() is { } tip
                ? new GitTree(repository, tip)
                : throw new LinuxTreeException(
                    $"{folder}: the repository does not have commit {commit}; fetch it, or name another with --commit.");
        }
        catch (LibGit2SharpException error)
        {
            repository?.Dispose();
            throw new LinuxTreeException($"{folder}: {error.Message}; expected a git repository that has the commit {commit}.", error);
        }
        catch (LinuxTreeException)
        {
            repository?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string? Read(string path)
    {
        try
        {
            return _commit[path]?.Target is Blob blob ? blob.GetContentText() : null;
        }
        catch (LibGit2SharpException error)
        {
            throw new LinuxTreeException($"{path}: {error.Message}; expected a repository with all objects of {_commit.Sha}.", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _repository.Dispose();
}
