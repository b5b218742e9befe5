// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Files;

/// <summary>
/// The error of the operating system behind an exception, for the few that have no exception class of their own. On Unix the base library
/// puts the number of the error into <see cref="Exception.HResult"/> as it is, on Windows into the lower half.
/// </summary>
internal static class SystemError
{
    /// <summary>Any other error.</summary>
    public const int Other = 0;

    /// <summary>The device is full.</summary>
    public const int NoSpace = 1;

    /// <summary>Nobody reads the other end of the pipe.</summary>
    public const int BrokenPipe = 2;

    /// <summary>The file is a directory.</summary>
    public const int IsDirectory = 3;

    /// <summary>The pipe is full, and whoever opened it does not want to wait.</summary>
    public const int WouldBlock = 4;

    // The numbers of Linux and macOS are the same but for EAGAIN: 11 and 35.
    private static readonly Dictionary<int, int> Unix = new()
    {
        [28] = NoSpace, [32] = BrokenPipe, [21] = IsDirectory, [OperatingSystem.IsMacOS() ? 35 : 11] = WouldBlock,
    };

    private static readonly Dictionary<int, int> Windows = new()
    {
        [39] = NoSpace, [112] = NoSpace, [109] = BrokenPipe, [232] = BrokenPipe,
    };

    /// <summary>Which of these an exception reports.</summary>
    public static int Of(Exception exception) => OperatingSystem.IsWindows()
        ? Windows.GetValueOrDefault(exception.HResult & 0xffff)
        : Unix.GetValueOrDefault(exception.HResult);
}
