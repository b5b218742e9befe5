// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Support;

/// <summary>The sources of the repository, for tests that read them.</summary>
internal static class SourceTree
{
    /// <summary>The folder that holds Directory.Packages.props, found upwards from the test assembly.</summary>
    public static DirectoryInfo Root { get; } = FindRoot();

    /// <summary>The C# files below a folder.</summary>
    public static IEnumerable<FileInfo> FilesBelow(params string[] folders)
    {
        var folder = new DirectoryInfo(Path.Combine([Root.FullName, .. folders]));
        Assert.That(folder.Exists, Is.True, $"{folder.FullName} does not exist");
        return folder.EnumerateFiles("*.cs", SearchOption.AllDirectories);
    }

    /// <summary>The files with a C original: <c>arch</c>, <c>include</c> and <c>virt</c>.</summary>
    public static IEnumerable<FileInfo> PortZone() =>
        FilesBelow("Kernel", "arch").Concat(FilesBelow("Kernel", "include")).Concat(FilesBelow("Kernel", "virt"));

    /// <summary>Reads a file.</summary>
    public static string TextOf(FileInfo file) => File.ReadAllText(file.FullName);

    private static DirectoryInfo FindRoot()
    {
        DirectoryInfo? folder = new(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            folder = folder.Parent;
        return folder ?? throw new DirectoryNotFoundException(
            $"No folder above {TestContext.CurrentContext.TestDirectory} holds Directory.Packages.props.");
    }
}
