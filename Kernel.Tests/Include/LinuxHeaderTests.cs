// SPDX-License-Identifier: GPL-2.0-only
using CsCheck;
using Kernel.Tests.Support;
using Linux;
using NUnit.Framework;
using static Linux.include.linux.bitops_h;
using static Linux.include.linux.err_h;
using static Linux.include.linux.kernel_h;
using static Linux.include.linux.list_h;
using static Linux.include.linux.sort_h;

namespace Kernel.Tests.Include;

/// <summary>The small functions of Linux that the port calls, each against something of the base library that does the same.</summary>
[TestFixture]
public sealed unsafe class LinuxHeaderTests
{
    [Test]
    public void SortGivesWhatTheBaseLibraryGives() => Gen.Int[-5, 5].Array[0, 70].Sample(
        values =>
        {
            int[] expected = [.. values.Order()];
            int[] sorted = [.. values];
            fixed (int* first = sorted)
                sort(first, sorted.Length, &CompareInts);
            return sorted.SequenceEqual(expected);
        },
        iter: 2000, threads: 1);

    // Not stable: equal keys in any order, but every element is there, whole.
    [Test]
    public void SortMovesElementsAsAWhole() => Gen.Int[0, 3].Array[0, 40].Sample(
        keys =>
        {
            Record[] records = [.. keys.Select((key, number) => new Record(key, number, ~number))];
            fixed (Record* first = records)
                sort(first, records.Length, &CompareRecords);
            return records.Select(record => record.Key).SequenceEqual(keys.Order())
                && records.All(record => record.Key == keys[record.Number] && record.Check == ~record.Number)
                && records.Select(record => record.Number).Distinct().Count() == keys.Length;
        },
        iter: 1000, threads: 1);

    [TestCase("0", 0ul)]
    [TestCase("17", 17ul)]
    [TestCase("64M", 64ul << 20)]
    [TestCase("64m", 64ul << 20)]
    [TestCase("4K", 4096ul)]
    [TestCase("16G", 16ul << 30)]
    [TestCase("1g", 1ul << 30)]
    [TestCase("0x40M", 64ul << 20)]
    [TestCase("0X40", 64ul)]
    [TestCase("0xffg", 255ul << 30)]
    [TestCase("64Mother", 64ul << 20)]
    [TestCase("64 M", 64ul)]
    [TestCase("12x", 12ul)]
    [TestCase("", 0ul)]
    [TestCase("M", 0ul)]
    [TestCase("none", 0ul)]
    [TestCase("010", 8ul, Description = "a leading 0 means octal")]
    [TestCase("010K", 8192ul)]
    [TestCase("18446744073709551616", 0ul, Description = "C arithmetic wraps")]
    [TestCase("18446744073709551621K", 5120ul)]
    public void SizesAreReadAsLinuxReadsThem(string text, ulong value) => Assert.That(memparse(text), Is.EqualTo(value));

    [TestCase("2", 2ul)]
    [TestCase("0x10", 16ul)]
    [TestCase("2,3", 2ul, Description = "what follows is ignored")]
    [TestCase("017", 15ul)]
    [TestCase("08", 0ul)]
    [TestCase("x", 0ul)]
    public void NumbersAreReadAsLinuxReadsThem(string text, ulong value) => Assert.That(simple_strtoul(text), Is.EqualTo(value));

    [Test]
    public void TheFirstZeroBitIsFound() => Gen.Select(Gen.Bool.Array[0, 200], Gen.ULong[0, 3]).Sample(
        (bits, noise) =>
        {
            ulong[] words = new ulong[bits.Length / 64 + 2];
            for (int i = 0; i < bits.Length; i++)
                words[i / 64] |= bits[i] ? 1ul << (i % 64) : 0;
            words[^1] = noise;
            int expected = Array.IndexOf(bits, false);
            fixed (ulong* first = words)
                return find_first_zero_bit(first, (ulong)bits.Length) == (ulong)(expected < 0 ? bits.Length : expected);
        },
        iter: 1000, threads: 1);

    [Test]
    public void AFullBitmapHasNoZeroBitEvenIfOneFollows()
    {
        ulong* words = stackalloc ulong[2] { ~0ul, 0x3f };
        Assert.Multiple(() =>
        {
            ulong* bits = words;
            Assert.That(find_first_zero_bit(bits, 70), Is.EqualTo(70));
            Assert.That(find_first_zero_bit(bits, 71), Is.EqualTo(70));
            Assert.That(find_first_zero_bit(bits, 64), Is.EqualTo(64));
            Assert.That(find_first_zero_bit(bits, 0), Is.Zero);
        });
    }

    [Test]
    public void BitsAreSetAndClearedOneByOne()
    {
        ulong* words = stackalloc ulong[3] { 0, 0, 0 };
        set_bit(0, words);
        set_bit(63, words);
        set_bit(64, words);
        set_bit(130, words);
        bool was = test_and_set_bit(64, words), wasNot = test_and_set_bit(65, words);
        clear_bit(63, words);
        clear_bit(62, words);
        Assert.That((words[0], words[1], words[2], was, wasNot), Is.EqualTo((1ul, 3ul, 4ul, true, false)));
    }

    [Test]
    public void TwoThreadsNeverWinTheSameBit()
    {
        const int bits = 6400;
        ulong[] words = new ulong[bits / 64];
        int first = 0, second = 0;
        PairOfThreads.Run(() => first = Win(), () => second = Win());
        Assert.Multiple(() =>
        {
            Assert.That(first + second, Is.EqualTo(bits), "each bit is won once");
            Assert.That(words, Has.All.EqualTo(~0ul));
        });

        int Win()
        {
            int won = 0;
            fixed (ulong* bitmap = words)
            {
                for (ulong i = 0; i < bits; i++)
                    won += test_and_set_bit(i, bitmap) ? 0 : 1;
            }
            return won;
        }
    }

    [TestCase(0, 0)]
    [TestCase(1, 1)]
    [TestCase(64, 1)]
    [TestCase(65, 2)]
    [TestCase(1024, 16)]
    public void BitmapsHaveWholeWords(int bits, int words) => Assert.That(BITS_TO_LONGS(bits), Is.EqualTo(words));

    // Numbers above 9 take the element of that number, less 10, out; the others go in at the front or, if odd, at the end.
    [Test]
    public void AListIsTheListThatTheBaseLibraryKeeps() => Gen.Int[0, 19].Array[0, 60].Sample(
        steps =>
        {
            list_head* nodes = stackalloc list_head[11];
            list_head* head = nodes + 10;
            INIT_LIST_HEAD(head);
            List<int> expected = [];
            foreach (int step in steps)
            {
                int number = step % 10;
                if (step >= 10 && expected.Remove(number))
                    list_del(nodes + number);
                else if (step < 10 && !expected.Contains(number))
                {
                    if (number % 2 == 1)
                    {
                        list_add_tail(nodes + number, head);
                        expected.Add(number);
                    }
                    else
                    {
                        list_add(nodes + number, head);
                        expected.Insert(0, number);
                    }
                }
                if (list_empty(head) != (expected.Count == 0))
                    return false;
            }
            List<int> forwards = [], backwards = [];
            for (list_head* node = head->next; node != head; node = node->next)
                forwards.Add((int)(node - nodes));
            for (list_head* node = head->prev; node != head; node = node->prev)
                backwards.Insert(0, (int)(node - nodes));
            return forwards.SequenceEqual(expected) && backwards.SequenceEqual(expected);
        },
        iter: 1000, threads: 1);

    [Test]
    public void AnErrorTravelsInAPointer()
    {
        int variable = 0;
        int* pointer = &variable;
        Assert.Multiple(() =>
        {
            Assert.That(IS_ERR(ERR_PTR(-12)), Is.True);
            Assert.That(PTR_ERR(ERR_PTR(-12)), Is.EqualTo(-12));
            Assert.That(IS_ERR(ERR_PTR(-4095)), Is.True);
            Assert.That(IS_ERR(ERR_PTR(-4096)), Is.False);
            Assert.That(IS_ERR(null), Is.False);
        });
        Assert.That(IS_ERR(pointer), Is.False);
    }

    private static int CompareInts(int* one, int* other) => one->CompareTo(*other);

    private static int CompareRecords(Record* one, Record* other) => one->Key.CompareTo(other->Key);

    private readonly record struct Record(int Key, int Number, int Check);
}
