// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Files;

/// <summary>What is at a path.</summary>
internal enum FileKind
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>A file that holds bytes.</summary>
    Regular,

    /// <summary>A directory.</summary>
    Folder,

    /// <summary>A device, a named pipe, a socket, or an open file of this or another process by its number.</summary>
    Special,

    /// <summary>The standard output of this process, by a name such as <c>/dev/stdout</c>.</summary>
    StandardOutput,
}
