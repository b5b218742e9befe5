// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Original;
using NUnit.Framework;

namespace Kernel.Tests.SideBySide.Original;

[TestFixture]
public sealed class CFileTests
{
    private static CFile Parse(string text) => CFile.Parse(Sample.CPath, text);

    private static IEnumerable<string> NamesIn(string text) => Parse(text).Functions.Select(function => function.Name);

    [Test]
    public void FunctionsAreFoundWithTheLinesOfTheirDeclarations()
    {
        CFile file = Parse("#include <x.h>\n\nstatic inline int first(int a)\n{\n\treturn a;\n}\n\nunsigned long\nsecond(struct box *b,\n       int n)\n{\n}\n");

        Assert.That(file.Functions.Select(function => (function.Name, function.Line, function.BodyLine, function.EndLine)),
            Is.EqualTo(new[] { ("first", 3, 4, 6), ("second", 8, 11, 12) }));
    }

    [TestCase("struct box { int (*open)(void); };", TestName = "A struct is no function")]
    [TestCase("static struct ops ops = { .open = open_box };", TestName = "An initializer is no function")]
    [TestCase("static int table[] = { SIZE(3) };", TestName = "An array is no function")]
    [TestCase("int declared(int n);", TestName = "A declaration is no definition")]
    [TestCase("#define twice(x) { (x) + (x) }", TestName = "A macro is no function")]
    [TestCase("/* int commented(void) { } */", TestName = "A comment is no function")]
    [TestCase("int unfinished(void) {", TestName = "A body that does not end is no function")]
    public void WhatIsNoFunctionIsNotTakenForOne(string text) => Assert.That(NamesIn(text), Is.Empty);

    [Test]
    public void FunctionsAfterStructsAndMacrosAreFound() =>
        Assert.That(NamesIn("struct a { int x; };\nEXPORT_SYMBOL_GPL(a);\n#ifdef X\nint one(void) { }\n#endif\nmodule_init(one);\nvoid two(void) { }\n"), Is.EqualTo(new[] { "one", "two" }));

    [Test]
    public void AnAnnotationAfterTheParametersIsNotTheName() =>
        Assert.That(NamesIn("static int one(struct box *b)\n\t__releases(&b->lock)\n{\n}\n"), Is.EqualTo(new[] { "one" }));

    [Test]
    public void BracesInStringsAndCommentsDoNotCount() =>
        Assert.That(NamesIn("void f(void)\n{\n\tputs(\"}\\\"}\"); /* } */ // }\n\tputc('}');\n}\nvoid g(void) { }\n"), Is.EqualTo(new[] { "f", "g" }));

    [Test]
    public void TheHashDoesNotDependOnWhiteSpaceAndOnNothingElse()
    {
        CFunction plain = Parse("int f(void)\n{\n\treturn 1;\n}\n").Functions.Single();

        Assert.Multiple(() =>
        {
            Assert.That(plain.Hash, Is.EqualTo("f164f72ced4b9d66b9d11c5e7be2b95fc7f7d66b3c4aaf46c7fac2af8cbf2748"), "SHA-256 of: int f(void) { return 1; }");
            Assert.That(Parse("int  f(void)\r\n{ return 1;  }\n").Functions.Single().Hash, Is.EqualTo(plain.Hash), "only white space differs");
            Assert.That(Parse("int f(void)\n{\n\treturn 2;\n}\n").Functions.Single().Hash, Is.Not.EqualTo(plain.Hash));
            Assert.That(Parse("int f(void)\n{\n\treturn 1; /* one */\n}\n").Functions.Single().Hash, Is.Not.EqualTo(plain.Hash), "a comment is text too");
        });
    }

    [Test]
    public void AFormFeedIsNoLine() => Assert.That(Parse("int a;\n\f\nint f(void)\n{\n}\n").Functions.Single().Line, Is.EqualTo(3));

    [TestCase("")]
    [TestCase("\"")]
    [TestCase("/*")]
    [TestCase("}{)(")]
    [TestCase("int f(void) { if (")]
    [TestCase("#define \\")]
    [TestCase("\0\u0001é@")]
    public void AnyTextIsReadToItsEnd(string text) => Assert.That(Parse(text).Text, Is.EqualTo(text));
}
