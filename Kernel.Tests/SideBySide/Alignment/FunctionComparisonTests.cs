// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Alignment;
using Kernel.SideBySide.Original;
using Kernel.SideBySide.Port;
using NUnit.Framework;

namespace Kernel.Tests.SideBySide.Alignment;

[TestFixture]
public sealed class FunctionComparisonTests
{
    // The rows that have statements, as "line state | line state" of the C and the port. Lines count from the opening brace of the body.
    private static IEnumerable<string> RowsOf(FunctionComparison comparison)
    {
        foreach (Row row in comparison.Rows.Where(row => HasStatement(row.C) || HasStatement(row.Port)))
            yield return $"{Text(row.C, comparison.Original!.BodyLine)} | {Text(row.Port, comparison.Port.BodyLine)}";

        static bool HasStatement(Cell cell) => cell.State is not (LineState.Empty or LineState.Text);
        static string Text(Cell cell, int body) => HasStatement(cell) ? $"{cell.Line - body} {cell.State}" : "-";
    }

    [TestCase("\tif (!box)\n\t\treturn 0;", "if (box == null)\n    return 0;", TestName = "A pointer is compared with null")]
    [TestCase("\tif (n & MASK)\n\t\treturn 0;", "if ((n & MASK) != 0)\n    return 0;", TestName = "A word is compared with zero")]
    [TestCase("\tgoto out;\n out:\n\treturn n;", "goto @out;\n@out:\nreturn n;", TestName = "A keyword gets its at sign")]
    [TestCase("\tbox->n = *p;", "WRITE_ONCE(&box->n, READ_ONCE(p));", TestName = "Shared words have accessors")]
    [TestCase("\tbox->n &= ~MASK;", "WRITE_ONCE(&box->n, READ_ONCE(&box->n) & ~MASK);",
        TestName = "A compound assignment becomes a read and a write")]
    [TestCase("\tunsigned long x = 1ul << n;", "ulong x = 1UL << (int)n;", TestName = "Types, casts and suffixes differ")]
    [TestCase("\tstruct box *b = (struct box *)n;", "box* b = (box*)n;", TestName = "Structs lose their keyword")]
    [TestCase("\tn = 0x1000;", "n = 4096;", TestName = "Numbers are values")]
    [TestCase("\tasm volatile(\"ptesync\" : : : \"memory\");", "ptesync();", TestName = "Assembly becomes a call")]
    [TestCase("\tif (likely(n))\n\t\tn = 0;", "if (n != 0)\n    n = 0;", TestName = "Hints to the compiler are ignored")]
    [TestCase("\tkvm_for_each_vcpu(n, box, kvm)\n\t\tuse(box);", "for (n = 0; kvm_for_each_vcpu(n, &box, kvm); n++)\n    use(box);",
        TestName = "A loop macro becomes a loop with a condition of that name")]
    [TestCase("\tswitch (n) {\n\tcase 1:\n\t\tn = 2;\n\t}", "switch (n) {\ncase 1:\n    n = 2;\n    break;\n}",
        TestName = "The last section of a switch ends in a jump")]
    [TestCase("\treturn false;", "return false;", TestName = "True and false are the same words")]
    public void DifferencesThatOccurEverywhereAreIgnored(string c, string port)
    {
        FunctionComparison comparison = Sample.Compare(c, port);
        Assert.Multiple(() =>
        {
            Assert.That(comparison.Figures!.Statements.Found, Is.EqualTo(comparison.Figures.Statements.Total).And.GreaterThan(0));
            Assert.That(comparison.Unmarked, Is.Zero);
        });
    }

    [TestCase("\tif (!n)\n\t\treturn SIZE;", "if (n != 0)\n    return SIZE;", TestName = "An inverted condition")]
    [TestCase("\tn = a - b;", "n = b - a;", TestName = "Swapped operands")]
    [TestCase("\tn = a - b;", "n = a + b;", TestName = "Another operator")]
    [TestCase("\tn |= MASK;", "n ^= MASK;", TestName = "Another assignment")]
    [TestCase("\treturn -EINVAL;", "return EINVAL;", TestName = "A sign")]
    public void AStatementOfAnotherMeaningIsOnlyNear(string c, string port) =>
        Assert.That(RowsOf(Sample.Compare(c, port)).First(), Is.EqualTo("1 Near | 1 Near"));

    [Test]
    public void AMarkedDepartureHasNoCounterpartAndTheRestKeepsItsOwn()
    {
        FunctionComparison comparison = Sample.Compare(
            "\tn = first(box);\n\tn += second(box);\n\treturn n;",
            "n = first(box);\n// PORT: E99: the box may be gone\nif (gone(box))\n    return 0;\nn += second(box);\nreturn n;");

        Assert.That(RowsOf(comparison), Is.EqualTo(new[]
        {
            "1 Same | 1 Same",
            "- | 3 Departure",
            "- | 4 Departure",
            "2 Same | 5 Same",
            "3 Same | 6 Same",
        }));
        Assert.That(comparison.Rows.Select(row => row.Port.Reason).OfType<string>(), Is.EqualTo(new[] { "E99: the box may be gone" }));
    }

    [Test]
    public void TheCorrectingBranchIsADepartureAndTheOtherIsTheOriginal()
    {
        FunctionComparison comparison = Sample.Compare(
            "\tn = box->size >> PAGE_SHIFT;",
            "if (corrected(E01))\n    n = box->size >> box->order;\nelse\n    n = box->size >> PAGE_SHIFT;");

        Assert.That(RowsOf(comparison), Is.EqualTo(new[] { "- | 1 Departure", "- | 2 Departure", "- | 3 Departure", "1 Same | 4 Same" }));
    }

    [Test]
    public void AStatementThatOnlyThePortHasIsUnmarked()
    {
        FunctionComparison comparison = Sample.Compare("\treturn n;", "log(box);\nreturn n;");
        Assert.Multiple(() =>
        {
            Assert.That(RowsOf(comparison), Is.EqualTo(new[] { "- | 1 Only", "1 Same | 2 Same" }));
            Assert.That(comparison.UnmarkedPort.Single().Words, Is.EqualTo(new[] { "log", "box" }));
        });
    }

    [Test]
    public void StatementsThatThePortLacksAreCounted()
    {
        FunctionComparison comparison = Sample.Compare("\tlock(&box->lock);\n\tn = SIZE;\n\treturn n;", "return n;");
        Assert.Multiple(() =>
        {
            Assert.That(RowsOf(comparison), Does.Contain("1 Only | -").Or.Contain("2 Only | -"));
            Assert.That(comparison.Figures!.Statements, Is.EqualTo(new Share(1, 3)));
            Assert.That(comparison.Figures.Calls, Is.EqualTo(new Share(0, 1)));
            Assert.That(comparison.Figures.Constants, Is.EqualTo(new Share(0, 1)));
            Assert.That(comparison.Figures.ControlFlow, Is.EqualTo(new Share(1, 1)));
            Assert.That(comparison.Figures.Order, Is.EqualTo(new Share(1, 1)), "missing statements are not out of order");
            Assert.That(
                comparison.UnmarkedC.Select(statement => statement.Line - comparison.Original!.BodyLine), Is.EqualTo(new[] { 1, 2 }));
            Assert.That(comparison.Unmarked, Is.EqualTo(2));
            Assert.That(comparison.Figures.BothSides, Is.EqualTo(new Share(2, 4)), "the pair is two of four statements");
        });
    }

    [TestCase("// PORT: E99: nothing to lock\nn++;\nreturn n;", "E99: nothing to lock", 2, TestName = "A departure in its place")]
    [TestCase("// PORT: E99: nothing to lock\nreturn n;", "E99: nothing to lock", 2, TestName = "A mark above the next statement")]
    [TestCase("return n;\ntake(&box->guard);    // PORT: E99: later", "E99: later", 2, TestName = "The same statement in another place")]
    [TestCase("return n;    // PORT: nothing to lock", "nothing to lock", 1, TestName = "A mark behind the next statement")]
    [TestCase("if (corrected(E07))\n    n = 1;\nreturn n;", "E07", 1, TestName = "A correction without a mark")]
    [TestCase("// PORT: E99: by hand\nif (n > 1) {\n    n++;\n}\nreturn n;", "E99: by hand", 2, TestName = "A marked block")]
    public void AMissingStatementNamesTheDepartureThatExplainsIt(string port, string reason, int line)
    {
        FunctionComparison comparison = Sample.Compare("\ttake(&box->guard);\n\treturn n;", port);
        MissingStatement missing = comparison.Missing.Single();
        Assert.Multiple(() =>
        {
            Assert.That(missing.C.Calls, Is.EqualTo(new[] { "take" }));
            Assert.That((missing.Reason, missing.ReasonLine - comparison.Port.BodyLine), Is.EqualTo((reason, line)));
            Assert.That(comparison.Unmarked, Is.Zero);
            Assert.That(comparison.Figures!.Statements, Is.EqualTo(new Share(1, 2)), "it still has no counterpart");
            Assert.That(comparison.Figures.BothSides.Percent, Is.EqualTo(100));
            Assert.That(RowsOf(comparison).First(), Does.StartWith("1 Departure | ").Or.StartWith("- | "));
            Assert.That(comparison.Rows.Select(row => row.C.Reason).OfType<string>(), Is.EqualTo(new[] { reason }));
        });
    }

    [Test]
    public void AMarkOfTheWholeFunctionExplainsWhatItLacks()
    {
        FunctionComparison comparison =
            Sample.Compare(Sample.C("\tlock(&box->lock);\n\treturn n;"), Sample.Port("return n;", "// PORT: without locks\n"));

        MissingStatement missing = comparison.Missing.Single();
        Assert.That((missing.Reason, missing.ReasonLine), Is.EqualTo(("without locks", comparison.Port.NameLine)));
    }

    [TestCase("n = first(box);\n// PORT: E99: odd\nodd++;\nn = second(box);\nreturn n;", TestName = "A departure in another place")]
    [TestCase("n = first(box);\nn = second(box);\nreturn n;  // PORT: as it is", TestName = "A mark in another place")]
    public void AMarkInAnotherPlaceExplainsNothing(string port)
    {
        FunctionComparison comparison = Sample.Compare("\ttake(&box->guard);\n\tn = first(box);\n\tn = second(box);\n\treturn n;", port);

        Assert.That(comparison.UnmarkedC.Single().Calls, Is.EqualTo(new[] { "take" }));
    }

    [TestCase("\tuse(box);", "// PORT: E99: again\ndo {\n    use(box);\n} while (n > 1);", ExpectedResult = 0, TestName = "A marked loop")]
    [TestCase("\treturn n;", "log(box);\nreturn n;", ExpectedResult = 1, TestName = "The port has more")]
    [TestCase("\tlog(box);\n\treturn n;", "return n;", ExpectedResult = 1, TestName = "The C has more")]
    [TestCase("\treturn n;", "return n;", ExpectedResult = 0, TestName = "Neither has more")]
    public int AFunctionWithUnmarkedStatementsIsSelected(string c, string port) =>
        Comparison.UnmarkedOf([Sample.Compare(c, port)]).Count();

    [Test]
    public void WhatAnotherTextLacksDoesNotCount()
    {
        PortFunction port = Sample.Port("return n;");
        CFile elsewhere = CFile.Parse(Sample.CPath, "\n" + Sample.C("\tlog(box);\n\treturn n;").Text + "\n");
        FunctionComparison comparison = FunctionComparison.Of(port, elsewhere, entry: null, hasTree: true);
        Assert.Multiple(() =>
        {
            Assert.That(comparison.Unmarked, Is.EqualTo(1), "it is shown");
            Assert.That(comparison.IsCitedText, Is.False, "the citation names line 1, the function is on line 2");
            Assert.That(Comparison.UnmarkedOf([comparison]), Is.Empty);
        });
    }

    [TestCase(
        "\tif (n) {\n\t\tuse(box);\n\t}\n\treturn n;",
        "if (n != 0) {\n    use(box);\n}\n// PORT: E99: kept\nif (gone(box)) {\n    n = 0;\n}\nreturn n;",
        new[] { 3, 3 }, TestName = "Behind the brace")]
    [TestCase(
        "\tif (n) {\n\t\tuse(box);\n\t}\n\treturn n;",
        "if (n != 0) {\n    use(box);\n    // PORT: E99: kept\n    if (gone(box)) {\n        n = 0;\n    }\n}\nreturn n;",
        new[] { 3, 7 }, TestName = "Before the brace")]
    [TestCase(
        "\tfor (n = 0; n < 4; n++) {\n\t\tif (n == 2) {\n\t\t\tuse(box);\n\t\t}\n\t}",
        "for (n = 0; n < 4; n++) {\n    if (n == 2) {\n        use(box);\n    }\n    if (corrected(E99)) {\n        n++;\n    }\n}",
        new[] { 4, 4, 5, 8 }, TestName = "Between two braces")]
    [TestCase(
        "\tswitch (n) {\n\tcase 1: {\n\t\tuse(box);\n\t\tbreak;\n\t}\n\t}\n\treturn n;",
        "switch (n) {\ncase 1: {\n    use(box);\n    break;\n}\n}\nif (corrected(E99)) {\n    n = 0;\n}\nreturn n;",
        new[] { 5, 5, 6, 6 }, TestName = "Behind a switch")]
    public void ClosingBracesArePairedAroundAnInsertedBlock(string c, string port, int[] expected)
    {
        FunctionComparison comparison = Sample.Compare(c, port);
        IEnumerable<int> braces = comparison.Rows
            .Where(row => row.C.Line > comparison.Original!.BodyLine && row.C.Line < comparison.Original.EndLine
                && comparison.Original.Text.Split('\n')[row.C.Line - 1].Trim() == "}")
            .SelectMany(row => new[] { row.C.Line - comparison.Original!.BodyLine, row.Port.Line - comparison.Port.BodyLine });
        Assert.That(braces, Is.EqualTo(expected));
    }

    [Test]
    public void SwappedStatementsReduceTheOrder()
    {
        FunctionComparison comparison = Sample.Compare("\tfirst(box);\n\tsecond(box, n);", "second(box, n);\nfirst(box);");

        Assert.That(comparison.Figures!.Order, Is.EqualTo(new Share(1, 2)));
    }

    [Test]
    public void AConstantOfAnotherNameReducesTheConstants() =>
        Assert.That(Sample.Compare("\tn = SMALL;", "n = LARGE;").Figures!.Constants, Is.EqualTo(new Share(0, 1)));

    [Test]
    public void DeclarationsAndBodiesBeginOnTheSameRow()
    {
        FunctionComparison comparison = Sample.Compare(Sample.C("\treturn n;"), Sample.Port("return n;", attributes: "[RealMode]\n"));

        Assert.That(comparison.Rows.Select(row => (row.C.Line, row.Port.Line - comparison.Port.Line)), Is.EqualTo(new[]
        {
            (0, 0), (0, 1), (1, 2), (2, 3), (3, 4), (4, 5),
        }));
    }

    [Test]
    public void EveryLineOfBothColumnsIsShownOnceAndInOrder()
    {
        FunctionComparison comparison = Sample.Compare(
            "\t/* why */\n\tif (n == 1 ||\n\t    n == 2) {\n\t\tuse(box);\n\t}\n\n\treturn\n\t\tn;",
            "// because\n\nif (n == 1 || n == 2)\n    use(box);\nelse\n    other();\nreturn n;");
        Assert.Multiple(() =>
        {
            Assert.That(comparison.Rows.Select(row => row.C.Line).Where(line => line > 0),
                Is.EqualTo(Enumerable.Range(comparison.Original!.Line, comparison.Original.EndLine - comparison.Original.Line + 1)));
            Assert.That(comparison.Rows.Select(row => row.Port.Line).Where(line => line > 0),
                Is.EqualTo(Enumerable.Range(comparison.Port.Line, comparison.Port.EndLine - comparison.Port.Line + 1)));
        });
    }

    [Test]
    public void AFunctionWithTooManyStatementsIsRefused()
    {
        CFunction many = Sample.C(string.Concat(Enumerable.Repeat("\tn++;\n", Aligner.MaxStatements + 1)));

        Assert.That(() => Sample.Compare(many, Sample.Port("return n;")),
            Throws.TypeOf<LinuxTreeException>().With.Message.Contains("count").And.Message.Contains($"{Aligner.MaxStatements + 1}"));
    }

    [TestCase("return n;", 1, ExpectedResult = OriginalState.Same)]
    [TestCase("return n;", 7, ExpectedResult = OriginalState.Moved)]
    [TestCase("return n + 1;", 1, ExpectedResult = OriginalState.Differs)]
    public OriginalState TheStateComparesTextAndLineWithTheInventory(string textAtHand, int lineOfInventory)
    {
        string hash = Sample.C("\treturn n;").Hash;
        OriginalFunction entry = new(Sample.CPath, "count", lineOfInventory, 4, hash, [], [], []);

        return Sample.Compare(Sample.C("\t" + textAtHand), Sample.Port("return n;"), entry).State;
    }

    [Test]
    public void TheStateTellsWhatIsMissing()
    {
        CFile other = CFile.Parse(Sample.CPath, "void other(void)\n{\n}\n");
        PortFunction port = Sample.Port("return n;");
        Assert.Multiple(() =>
        {
            Assert.That(FunctionComparison.Of(port, other, entry: null, hasTree: true).State, Is.EqualTo(OriginalState.Missing));
            Assert.That(FunctionComparison.Of(port, file: null, entry: null, hasTree: false).State, Is.EqualTo(OriginalState.NotAtHand));
            Assert.That(Sample.Compare("\treturn n;", "return n;").State, Is.EqualTo(OriginalState.NotInInventory));
        });
    }

    [Test]
    public void CallsAndConstantsAreCountedWithoutTheC()
    {
        OriginalFunction entry = new(Sample.CPath, "count", 1, 4, "", ["first", "second"], ["NULL", "SIZE"], []);

        PortFunction port = Sample.Port("n = first(box) + SIZE;");

        Assert.That(
            FunctionComparison.Of(port, file: null, entry, hasTree: false).FromInventory,
            Is.EqualTo(new InventoryFigures(new Share(1, 2), new Share(1, 1))));
    }
}
