// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Support;

/// <summary>Base of tests that write files: each test has a temporary folder, which is deleted after it.</summary>
public abstract class FolderFixture
{
    /// <summary>The path of the test's folder.</summary>
    protected string Folder { get; private set; } = "";

    [SetUp]
    public void MakeFolder() => Folder = Directory.CreateTempSubdirectory("kvmhv-").FullName;

    [TearDown]
    public void RemoveFolder()
    {
        // Objects of a git repository are read-only files.
        foreach (string file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>The path of a file in the folder.</summary>
    protected string PathOf(string name) => Path.Combine(Folder, name);
}
