// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using Kernel.Examples;
using Kernel.PageTables;
using Kernel.Recordings.Formats;
using Kernel.Recordings.Replay;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;

namespace Kernel.Tests.Documentation;

/// <summary>The number of pinned 16 MB pages at some point, under both policies.</summary>
/// <param name="When">The point: the number of a hypercall, or a short description.</param>
/// <param name="WhenNeeded">The pages pinned with the ported commit, as measured.</param>
/// <param name="AtRegistration">The pages pinned before that commit: all pages of the memory regions registered so far.</param>
internal sealed record PinCount(string When, int WhenNeeded, int AtRegistration)
{
    private const string Columns = "whenNeeded,atRegistration";

    /// <summary>Reads a file that <see cref="Format"/> or <c>kvmhv replay --pins</c> wrote.</summary>
    internal static IReadOnlyList<PinCount> Parse(string csv) =>
    [
        .. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','))
            .Select(fields => new PinCount(fields[0], Number(fields[1]), Number(fields[2]))),
    ];

    /// <summary>Writes counts as CSV.</summary>
    /// <param name="what">The heading of the first column.</param>
    /// <param name="counts">The counts, one for each line.</param>
    internal static string Format(string what, IEnumerable<PinCount> counts) =>
        $"{what},{Columns}\n" + string.Concat(counts.Select(
            count => string.Create(CultureInfo.InvariantCulture, $"{count.When},{count.WhenNeeded},{count.AtRegistration}\n")));

    /// <summary>Replays a recorded boot and returns its counts as CSV.</summary>
    internal static string MeasureBoot(string recording)
    {
        string folder = Directory.CreateTempSubdirectory("pins-").FullName;
        try
        {
            string path = Path.Combine(folder, "pins.csv");
            using (RecordingReader reader = EmbeddedRecordings.Open(recording))
                Replayer.Replay(reader, new ReplayOptions { PinsPath = path });
            return File.ReadAllText(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Runs the example <see cref="LateMapping"/> and returns its counts as CSV.</summary>
    internal static string MeasureLateMapping()
    {
        string[] enters = ["H_ENTER: page 0", "H_ENTER: page 0 again", "H_ENTER: page 2"];
        List<PinCount> counts = [];
        int pinned = 0, registered = 0, entered = 0;
        void Note(string when) => counts.Add(new PinCount(when, pinned, registered));
        void Hear(string line)
        {
            if (line.StartsWith("registers slot ", StringComparison.Ordinal))
            {
                registered += int.Parse(line.Split(' ')[3], CultureInfo.InvariantCulture) / 16;
                Note("register slot " + line["registers slot ".Length]);
            }
            else if (line.StartsWith("maps the memory", StringComparison.Ordinal))
            {
                Note("map slot 1");
            }
        }
        void See(GuestEvent happened)
        {
            if (happened is GuestEvent.Entered && entered == 0 && counts[^1].When != "first KVM_RUN")
                Note("first KVM_RUN");
            else if (happened is GuestEvent.HypercallAnswered { Hypercall: HypercallNumber.Enter })
                Note(enters[entered++]);
        }
        new LateMapping().Run(new ExampleContext(Hear) { GuestEventOccurred = See, PagePinned = _ => pinned++ });
        return Format("event", counts);
    }

    private static int Number(string field) => int.Parse(field, CultureInfo.InvariantCulture);
}
