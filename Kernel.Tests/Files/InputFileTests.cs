// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Files;
using Kernel.Tests.Support;
using NUnit.Framework;

namespace Kernel.Tests.Files;

[TestFixture]
public sealed class InputFileTests : FolderFixture
{
    [Test]
    public void AFileThatDoesNotExistIsNamed() =>
        Assert.That(
            () => InputFile.Open(PathOf("none")),
            Throws.TypeOf<FileException>().With.Message.EqualTo($"{PathOf("none")}: no such file; expected a file that can be read"),
            "the message");

    [Test]
    public void ADirectoryIsNamedAsOne() =>
        Assert.That(
            () => InputFile.Open(Folder),
            Throws.TypeOf<FileException>().With.Message.EqualTo($"{Folder}: is a directory; expected a file"), "the message");

    [Test]
    public void AFileThatMayNotBeReadIsNamed()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("Every file can be read: this is Windows, or the user is root.");
            return;
        }
        File.WriteAllText(PathOf("closed"), "");
        File.SetUnixFileMode(PathOf("closed"), UnixFileMode.None);
        Assert.That(
            () => InputFile.Open(PathOf("closed")),
            Throws.TypeOf<FileException>().With.Message.EqualTo(
                $"{PathOf("closed")}: cannot be read: permission denied; expected a file that can be read"),
            "the message");
    }

    [Test]
    public void AStreamThatCannotSeekIsReadTwice()
    {
        using Stream stream = InputFile.Rewindable(new Pipe([1, 2, 3, 4, 5]));
        byte[] bytes = new byte[8];
        Assert.That(stream.ReadAtLeast(bytes.AsSpan(0, 2), 2), Is.EqualTo(2), "the beginning");
        stream.Position = 0;
        Assert.That(stream.ReadAtLeast(bytes, 8, throwOnEndOfStream: false), Is.EqualTo(5), "the beginning again, and the rest");
        Assert.That(bytes[..5], Is.EqualTo(new byte[] { 1, 2, 3, 4, 5 }), "the bytes");
        stream.Position = 0;
        Assert.That(stream.ReadAtLeast(bytes, 8, throwOnEndOfStream: false), Is.EqualTo(5), "all of it from the temporary file");
    }

    private sealed class Pipe(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
