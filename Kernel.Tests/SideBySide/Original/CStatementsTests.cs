// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Original;
using Kernel.SideBySide.Statements;
using NUnit.Framework;
using static Kernel.SideBySide.Statements.StatementKind;

namespace Kernel.Tests.SideBySide.Original;

[TestFixture]
public sealed class CStatementsTests
{
    private static IReadOnlyList<Statement> Of(string body) => CStatements.Of(Sample.C(body));

    private static IEnumerable<StatementKind> KindsOf(string body) => Of(body).Select(statement => statement.Kind);

    private static IEnumerable<string> WordsOf(string body) => Of(body).Select(statement => string.Join(' ', statement.Words));

    [Test]
    public void EveryKindOfStatementIsRecognized()
    {
        const string body =
            """
            	struct box *b = box->next;
            	if (n)
            		goto out;
            	else
            		n = 2;
            	for (n = 0; n < 3; ++n)
            		continue;
            	while (n--)
            		break;
            	do {
            		n++;
            	} while (n < 9);
            	switch (n) {
            	case 1:
            		break;
            	default:
            		;
            	}
             out:
            	return n;
            """;
        Assert.That(KindsOf(body), Is.EqualTo(new[]
        {
            Declaration, If, Goto, Else, Simple, For, Continue, While, Break, Do, Simple, While, Switch, Case, Break, Case, Label, Return,
        }));
    }

    [Test]
    public void ALoopMacroIsALoop() => Assert.That(
        KindsOf("\tlist_for_each_entry(b, &box->list, list)\n\t\tif (b->n)\n\t\t\tn++;\n\tdone(n);"),
        Is.EqualTo(new[] { For, If, Simple, Simple }));

    [Test]
    public void EachVariableOfADeclarationIsAStatement() =>
        Assert.That(WordsOf("\tunsigned long a, b = 2, *c[3];"), Is.EqualTo(new[] { "a", "b 2", "c 3" }));

    [Test]
    public void EachInstructionOfAssemblyIsAStatementAndTheFirstHasTheOperands() => Assert.That(
        WordsOf("\tasm volatile(\"tlbiel %0; eieio\\n\\ttlbsync\" : : \"r\" (rb) : \"memory\");"),
        Is.EqualTo(new[] { "tlbiel rb", "eieio", "tlbsync" }));

    [Test]
    public void AssemblyWithABranchIsOneStatement() => Assert.That(
        WordsOf("\tasm volatile(\"1: lwarx %0,0,%1\\n bne- 1b\" : \"=&r\" (old) : \"r\" (p));"),
        Is.EqualTo(new[] { "old p" }));

    [Test]
    public void CallsAndConstantsAreListed()
    {
        Statement statement = Of("\tn = lookup(box, PAGE_SHIFT) | (NULL != box) | E01;").Single();
        Assert.Multiple(() =>
        {
            Assert.That(statement.Calls, Is.EquivalentTo(new[] { "lookup" }));
            Assert.That(statement.Constants, Is.EquivalentTo(new[] { "PAGE_SHIFT" }));
        });
    }

    [Test]
    public void TypesAndCastsAreNotWords() =>
        Assert.That(Of("\tn = (unsigned long)box + sizeof(struct box) + (u64)n;").Single().Words, Is.EqualTo(new[] { "n", "box", "n" }));

    [TestCase("\tif (")]
    [TestCase("\tcase")]
    [TestCase("\t)")]
    [TestCase("\tasm")]
    [TestCase("\tdo while")]
    public void BrokenTextCanBeRead(string body) => Assert.That(() => Of(body), Throws.Nothing);
}
