// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Files;

/// <summary>A file for bytes that must be read again. It is gone when it is closed, however the process ends.</summary>
internal static class TemporaryFile
{
    /// <summary>Creates one in the system's folder for temporary files.</summary>
    public static Stream Create()
    {
        string path = Path.Combine(Path.GetTempPath(), $"kvmhv-{Guid.NewGuid():N}.tmp");
        string name = $"{path} (temporary)";
        try
        {
            FileStreamOptions options = new()
            {
                Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, Options = FileOptions.DeleteOnClose,
                BufferSize = 1 << 16,
            };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            FileStream file = new(path, options);
            if (!OperatingSystem.IsWindows())
                File.Delete(path);                      // now, because nothing closes the file of a process that is killed
            return new NamedStream(file, name);
        }
        catch (Exception exception) when (FileException.IsAboutAFile(exception))
        {
            throw FileException.OfWriting(name, exception);
        }
    }
}
