// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;
using System.Text.Json.Nodes;
using Kernel.Files;
using Kernel.Host.Diagnostics;

namespace Kernel.Recordings.Vectors;

/// <summary>Plays recorded scenarios of the original C on the port and compares every result.</summary>
public static class VectorPlayer
{
    /// <summary>Plays one variant of a file from its beginning to its end, on a system of its own.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="variant">Which of the two recorded results to expect.</param>
    /// <exception cref="VectorFormatException">The file is damaged; the message says where.</exception>
    /// <exception cref="FileException">The file cannot be read.</exception>
    public static VectorReport Play(string path, VectorVariant variant)
    {
        ArgumentNullException.ThrowIfNull(path);
        int operations = 0, announced = -1, mismatches = 0;
        VectorMismatch? first = null;
        using var scenario = new Scenario(variant);
        foreach (OperationLine line in LineReader.Read(path))
        {
            if (announced < 0)
            {
                announced = CheckHead(line);
                continue;
            }
            operations++;
            JsonObject? actual = PlayLine(scenario, line, out bool isDown);
            JsonElement? expected = line.Expected(variant);
            if (!isDown && Agrees(expected, actual))
                continue;
            mismatches++;
            first ??= new VectorMismatch(line.Number, line.Text, expected?.GetRawText() ?? "nothing", actual?.ToJsonString() ?? "nothing");
            if (isDown)
                return new VectorReport(path, variant, operations, mismatches, first);      // nothing can be played after an oops
        }
        if (announced < 0)
            throw new VectorFormatException(path, 1, "found the end of the file; expected the meta line");
        if (announced != operations)
            throw new VectorFormatException(
                path, operations + 2, $"found the end of the file after {operations} operations; expected {announced} as line 1 says");
        if (mismatches == 0)
            scenario.Close();
        return new VectorReport(path, variant, operations, mismatches, first);
    }

    private static int CheckHead(OperationLine line)
    {
        if (line.Operation != "meta")
            throw line.Bad("o", "\"meta\" in the first line");
        line.Int("format", 1, 1);
        return line.Int("ops", 0, int.MaxValue);
    }

    private static JsonObject? PlayLine(Scenario scenario, OperationLine line, out bool isDown)
    {
        try
        {
            isDown = false;
            return scenario.Play(line);
        }
        catch (KernelOopsException oops)
        {
            isDown = true;
            return new JsonObject { ["oops"] = oops.Message };
        }
        catch (ArgumentException e)
        {
            throw new VectorFormatException(
                line.File, line.Number, $"found '{line.Operation}' with a value that the simulated host refuses; expected another", e);
        }
    }

    private static bool Agrees(JsonElement? expected, JsonObject? actual) =>
        expected is null ? actual is null : JsonNode.DeepEquals(JsonNode.Parse(expected.Value.GetRawText()), actual);
}
