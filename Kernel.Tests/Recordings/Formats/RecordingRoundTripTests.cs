// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using CsCheck;
using Kernel.PageTables;
using Kernel.Recordings;
using Kernel.Recordings.Formats;
using NUnit.Framework;

namespace Kernel.Tests.Recordings.Formats;

[TestFixture]
public sealed class RecordingRoundTripTests
{
    private static readonly Gen<string> Records = Gen.OneOf(
        Call("E", 4, ("0", Slot.Select(slot => slot)), ("-6", Gen.Const(""))),
        Call("R", 3, ("0", Words(2)), ("-7", Gen.Const(""))),
        Call("P", 3, ("0", Gen.Const("")), ("-4", Gen.Const(""))),
        Call("V", 3, ("0", Gen.Const("")), ("-55", Gen.Const(""))),
        Call("C", 0, ("0", Gen.Const("")), ("-1", Gen.Const(""))),
        Call("W", 1, ("0", Gen.Const("")), ("9999", Gen.Const(""))),
        Gen.Select(Vcpu, Slot, Words(2), (vcpu, slot, words) => $"D,{vcpu},0 {slot},0,{words}"),
        Gen.Select(Vcpu, Slot, Words(8), (vcpu, slot, words) => $"D,{vcpu},2000000000 {slot},0,{words}"),
        Gen.Select(Vcpu, Words(2), (vcpu, words) => $"F,{vcpu},{words},,"),
        Gen.Select(OneOf("c", "r"), Vcpu, Slot, Gen.Byte, (letter, vcpu, slot, value) => $"{letter},{vcpu},{slot} {value:x},,"),
        Gen.Select(Vcpu, Gen.Int[0, int.MaxValue], Gen.ULong, (vcpu, number, print) => $"M,{vcpu},{number},,{print:x16}"),
        Gen.Select(
            Vcpu, Words(8), OneOf("0", "-4"), Gen.Int[0, 4].SelectMany(Words),
            (vcpu, words, result, answers) => $"B,{vcpu},{words},{result},{answers}"),
        Gen.Select(Vcpu, Gen.Int[0, 3].SelectMany(n => Gen.Select(Words(2 * n), Words(n))), Gen.ULong, (vcpu, words, end) =>
            $"B,{vcpu},{(words.Item1 + " " + (end | (3UL << 62)).ToString("x", null)).TrimStart()},0,{words.Item2}"));

    private static Gen<string> Vcpu => Gen.OneOf(Gen.Int[0, 3], Gen.Int[0, TraceRecord.MaxVcpu]).Select(vcpu => vcpu.ToString(null, null));

    private static Gen<string> Slot => Gen.OneOf(Gen.Int[0, 40], Gen.Int[0, 0x3fff]).Select(slot => slot.ToString("x", null));

    private static Gen<string> Word => Gen.OneOf(
        Gen.ULong.Select(word => word.ToString("x", null)), Slot, OneOf("0", "ffffffffffffffff", "400ea1b217000015", "4200000000000010"));

    [Test]
    public void AnyRecordsComeBackFromTheCompactForm() =>
        Records.Array[0, 60].Sample(
            lines =>
            {
                byte[] csv = Encoding.UTF8.GetBytes(
                    TinyRecording.Head + "Z,,18,,\n" + string.Concat(lines.Select(line => line + "\n")) + "X,,18,,0123456789abcdef\n");
                List<string> before = TinyRecording.ReadAll(csv, RecordingFormat.Csv);
                List<string> after = TinyRecording.ReadAll(
                    TinyRecording.ConvertedTo(RecordingFormat.Compact, csv), RecordingFormat.Compact);
                return before.SequenceEqual(after) && before.Skip(1).SkipLast(1).SequenceEqual(lines);
            },
            iter: 400);

    [TestCase(RecordingFormat.Csv)]
    [TestCase(RecordingFormat.CsvGzip)]
    [TestCase(RecordingFormat.Compact)]
    public void ARecordingConvertedBackAndForthIsTheSameText(RecordingFormat format)
    {
        byte[] there = TinyRecording.ConvertedTo(format, TinyRecording.Csv);
        using RecordingReader reader = TinyRecording.Open(there, format);
        MemoryStream back = new();
        RecordingConverter.Convert(reader, back, RecordingFormat.Csv);
        Assert.That(Encoding.UTF8.GetString(back.ToArray()), Is.EqualTo(Encoding.UTF8.GetString(TinyRecording.Csv)));
    }

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<string> Words(int count) => Word.Array[count].Select(words => string.Join(' ', words));

    private static Gen<string> Call(string letter, int arguments, params (string Result, Gen<string> Outputs)[] answers) =>
        Gen.Select(Vcpu, Words(arguments), Gen.Int[0, answers.Length - 1], answers[0].Outputs, (vcpu, words, answer, outputs) =>
            $"{letter},{vcpu},{words},{answers[answer].Result},{(answer == 0 ? outputs : "")}");
}
