// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Formats;

/// <summary>Recorded boots of real Linux guests that come with the assembly.</summary>
public static class EmbeddedRecordings
{
    /// <summary>A little-endian guest with 64 KiB pages, one virtual processor: boot and a little work.</summary>
    public const string LittleEndianSmall = "le-small";

    /// <summary>A big-endian guest with 4 KiB pages, one virtual processor: boot and a little work.</summary>
    public const string BigEndianSmall = "be-small";

    private const string Prefix = "recordings/";
    private const string Ending = ".kvmhv";

    /// <summary>The names of the recordings.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(EmbeddedRecordings).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Ending, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Ending.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Opens a recording for reading.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">No recording has that name.</exception>
    public static RecordingReader Open(string name) =>
        RecordingReader.Open(OpenBytes(name), name + " (embedded)", RecordingFormat.Compact);

    /// <summary>Opens the bytes of a recording, in the compact form.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">No recording has that name.</exception>
    public static Stream OpenBytes(string name) =>
        typeof(EmbeddedRecordings).Assembly.GetManifestResourceStream(Prefix + name + Ending)
        ?? throw new ArgumentException($"There is no recording '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
}
