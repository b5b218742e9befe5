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
        CFile file = Parse(
            "#include <x.h>\n\nstatic inline int first(int a)\n{\n\treturn a;\n}\n\n"
            + "unsigned long\nsecond(struct box *b,\n       int n)\n{\n}\n");

        Assert.That(file.Functions.Select(function => (function.Name, function.Line, function.BodyLine, function.EndLine)),
            Is.EqualTo(new[] { ("first", 3, 4, 6), ("second", 8, 11, 12) }));
    }

    [TestCase("struct box { int (*open)(void); };", TestName = "A struct is not a function")]
    [TestCase("static struct ops ops = { .open = open_box };", TestName = "An initializer is not a function")]
    [TestCase("static int table[] = { SIZE(3) };", TestName = "An array is not a function")]
    [TestCase("int declared(int n);", TestName = "A declaration is not a definition")]
    [TestCase("#define twice(x) { (x) + (x) }", TestName = "A macro is not a function")]
    [TestCase("/* int commented(void) { } */", TestName = "A comment is not a function")]
    [TestCase("int unfinished(void) {", TestName = "A body without an end is not a function")]
    public void OtherDeclarationsAreNotTakenForFunctions(string text) => Assert.That(NamesIn(text), Is.Empty);

    [Test]
    public void FunctionsAfterStructsAndMacrosAreFound()
    {
        const string text =
            "struct a { int x; };\nEXPORT_SYMBOL_GPL(a);\n#ifdef X\nint one(void) { }\n#endif\nmodule_init(one);\nvoid two(void) { }\n";
        Assert.That(NamesIn(text), Is.EqualTo(new[] { "one", "two" }));
    }

    [Test]
    public void AnAnnotationAfterTheParametersIsNotTakenForTheName() =>
        Assert.That(NamesIn("static int one(struct box *b)\n\t__releases(&b->lock)\n{\n}\n"), Is.EqualTo(new[] { "one" }));

    [Test]
    public void BracesInStringsAndCommentsAreIgnored()
    {
        const string text = "void f(void)\n{\n\tputs(\"}\\\"}\"); /* } */ // }\n\tputc('}');\n}\nvoid g(void) { }\n";
        Assert.That(NamesIn(text), Is.EqualTo(new[] { "f", "g" }));
    }

    [Test]
    public void TheHashIgnoresDifferencesInWhiteSpaceOnly()
    {
        const string hash = "f164f72ced4b9d66b9d11c5e7be2b95fc7f7d66b3c4aaf46c7fac2af8cbf2748";
        Assert.Multiple(() =>
        {
            Assert.That(HashOf("int f(void)\n{\n\treturn 1;\n}\n"), Is.EqualTo(hash), "SHA-256 of: int f(void) { return 1; }");
            Assert.That(HashOf("int  f(void)\r\n{ return 1;  }\n"), Is.EqualTo(hash), "other white space");
            Assert.That(HashOf("int f(void)\n{\n\treturn 2;\n}\n"), Is.Not.EqualTo(hash), "another number");
            Assert.That(HashOf("int f(void)\n{\n\treturn 1; /* one */\n}\n"), Is.Not.EqualTo(hash), "a comment");
        });

        static string HashOf(string text) => Parse(text).Functions.Single().Hash;
    }

    [Test]
    public void AFormFeedDoesNotEndALine() =>
        Assert.That(Parse("int a;\n\f\nint f(void)\n{\n}\n").Functions.Single().Line, Is.EqualTo(3));

    [TestCase("")]
    [TestCase("\"")]
    [TestCase("/*")]
    [TestCase("}{)(")]
    [TestCase("int f(void) { if (")]
    [TestCase("#define \\")]
    [TestCase("\0\u0001é@")]
    public void AnyTextCanBeParsed(string text) => Assert.That(Parse(text).Text, Is.EqualTo(text));
}
