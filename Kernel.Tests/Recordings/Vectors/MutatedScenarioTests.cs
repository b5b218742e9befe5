// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Kernel.Recordings.Vectors;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.Recordings.Vectors;

/// <summary>Scenarios with arbitrary damage: each plays, or is refused as damaged; nothing else comes of it.</summary>
/// <remarks>A failure prints the seed of its case; VECTOR_SEED=seed plays that case alone.</remarks>
[TestFixture]
public sealed class MutatedScenarioTests
{
    private const int Cases = 150;
    private const int PrefixLength = 60;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    private string _path = "";

    [SetUp]
    public void ReserveAFile() => _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.jsonl");

    [TearDown]
    public void RemoveTheFile() => File.Delete(_path);

    [Test]
    public void DamageIsRefusedOrPlayed([Values("pub-01.jsonl.gz", "pub-02.jsonl.gz", "pub-16.jsonl.gz")] string file)
    {
        string[] original = Encoding.UTF8.GetString(VectorData.Unpack(file)).Split('\n')[..PrefixLength];
        string? replay = Environment.GetEnvironmentVariable("VECTOR_SEED");
        int first = replay is null ? Random.Shared.Next(1 << 30) : int.Parse(replay, CultureInfo.InvariantCulture);
        var watch = Stopwatch.StartNew();
        int played = 0, refused = 0, seed = first;
        while (seed < first + (replay is null ? Cases : 1) && watch.Elapsed < Limit)
        {
            if (Survives(original, seed++))
                played++;
            else
                refused++;
        }
        using KvmSystem system = KvmSystem.Boot();
        TestContext.Out.WriteLine($"seeds {first} to {seed - 1}: {played} played, {refused} refused");
        system.CheckForLeaks();
    }

    /// <summary>Plays one damaged scenario; returns whether it was played at all.</summary>
    private bool Survives(string[] original, int seed)
    {
        var random = new Random(seed);
        List<string> lines = [.. original.Skip(1)];
        for (int i = random.Next(1, 5); i > 0; i--)
            Damage(lines, random);
        string head = $"{{\"o\":\"meta\",\"format\":1,\"ops\":{lines.Count}}}";
        File.WriteAllText(_path, string.Join('\n', [head, .. lines]) + "\n");
        try
        {
            VectorPlayer.Play(_path, random.Next(2) == 0 ? VectorVariant.Corrected : VectorVariant.AsWritten);
            return true;
        }
        catch (VectorFormatException damage)
        {
            Assert.That(
                damage.Message, Does.StartWith($"{_path}: line ").And.Not.Contain("Parameter").And.Not.Contain("LineNumber"),
                $"VECTOR_SEED={seed}");
            Assert.That(damage.Message, Does.Contain("; expected "), $"VECTOR_SEED={seed}");
            return false;
        }
        catch (Exception e)
        {
            Assert.Fail($"VECTOR_SEED={seed}: {e}");
            throw;
        }
    }

    private static void Damage(List<string> lines, Random random)
    {
        // Most of what can go wrong is in the first lines, which set everything up.
        int at = random.Next(random.Next(2) == 0 ? 24 : lines.Count) % lines.Count;
        int other = random.Next(lines.Count);
        switch (random.Next(8))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(other, lines[at]);
                break;
            case 2:
                (lines[at], lines[other]) = (lines[other], lines[at]);
                break;
            case 3:
                lines[at] = lines[at][..random.Next(lines[at].Length)];
                break;
            case 4:
                lines.Insert(at, $"{{\"o\":\"lk\",\"i\":\"{random.Next(8) + 0xa7598:x}\",\"set\":{random.Next(2)}}}");
                break;
            default:
                lines[at] = ChangeCharacter(lines[at], random);
                break;
        }
    }

    // A digit at random becomes another, or several; or any character becomes any.
    private static string ChangeCharacter(string line, Random random)
    {
        if (line.Length == 0)
            return "{}";
        int[] digits = [.. Enumerable.Range(0, line.Length).Where(i => char.IsAsciiHexDigitLower(line[i]))];
        bool isDigit = digits.Length != 0 && random.Next(8) != 0;
        int at = isDigit ? digits[random.Next(digits.Length)] : random.Next(line.Length);
        string change = isDigit
            ? string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(10).ToString(CultureInfo.InvariantCulture)))
            : ((char)random.Next(' ', 0x7f)).ToString();
        return line[..at] + (random.Next(10) == 0 ? "-" : "") + change + line[(at + 1)..];
    }
}
