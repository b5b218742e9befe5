// SPDX-License-Identifier: GPL-2.0-only
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Kernel.Cli.Layout;
using Kernel.Native;
using Kernel.Tests.Fidelity;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Linux;
using NUnit.Framework;
using static Linux.include.asm.kvm_book3s_64_h;
using static Linux.include.asm.kvm_host_h;

namespace Kernel.Tests.Layout;

/// <summary>Compares the layout pages with the types of the port, and with a table that a guest has filled.</summary>
[TestFixture]
public sealed unsafe partial class LayoutTests
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly string[] BlocksOfWords = ["hpt", "slot_phys", "tce"];

    // Constants of blocks that have no C original; their C# names differ from those on the page.
    private static readonly Dictionary<string, ulong> OwnConstants = new()
    {
        ["SHARED_TABLES_MAGIC"] = SharedTables.ExpectedMagic,
        ["SHARED_TABLES_BYTE_ORDER"] = SharedTables.ExpectedByteOrder,
        ["SHARED_TABLES_VERSION"] = SharedTables.ExpectedVersion,
        ["SHARED_BLOCK_FREE"] = SharedBlock.Free,
        ["SHARED_BLOCK_LIVE"] = SharedBlock.Live,
    };

    private static IReadOnlyList<LayoutPage> Pages => LayoutContract.Pages;

    private static IEnumerable<LayoutPage> PagesOfTypes => Pages.Where(page => page.CSharpType != "none");

    [Test]
    public void EveryLayoutBlockHasAPageAndTheIndexListsAllPages()
    {
        IEnumerable<string> listed = File.ReadLines(Path.Combine(Folder, "README.md"))
            .Where(line => line.StartsWith("| [", StringComparison.Ordinal))
            .Select(line => line[3..line.IndexOf(".md]", StringComparison.Ordinal)]);
        Assert.Multiple(() =>
        {
            Assert.That(Pages.Select(page => page.Name), Is.EquivalentTo(listed));
            Assert.That(
                Pages.Select(page => page.Name),
                Is.EquivalentTo(
                    Directory.EnumerateFiles(Folder, "*.md").Select(Path.GetFileNameWithoutExtension).Where(name => name != "README")));
            Assert.That(Pages, Has.Count.EqualTo(20));
            Assert.That(Pages.Where(page => page.CSharpType == "none").Select(page => page.Name), Is.EqualTo(BlocksOfWords));
        });
    }

    [TestCaseSource(nameof(Pages))]
    public void FieldsAscendWithoutOverlapAndEndInsideTheBlock(LayoutPage page)
    {
        Assert.That(page.Fields, Is.Not.Empty);
        Assert.Multiple(() =>
        {
            ulong end = 0;
            foreach (LayoutField field in page.Fields)
            {
                Assert.That(field.Offset, Is.GreaterThanOrEqualTo(end), $"{field.Name} overlaps the field before it.");
                Assert.That(field.Meaning, Is.Not.Empty, field.Name);
                Assert.That(field.Source, Is.Not.Empty, field.Name);
                end = field.Offset + field.Size;
            }
            Assert.That(end, Is.LessThanOrEqualTo(page.Size));
            Assert.That(page.Size % page.Alignment, Is.Zero);
        });
    }

    [TestCaseSource(nameof(PagesOfTypes))]
    public void ATypeHasTheSizeAndAlignmentOfItsPage(LayoutPage page)
    {
        Type type = TypeOf(page);
        Assert.Multiple(() =>
        {
            Assert.That(RuntimeLayout.SizeOf(type), Is.EqualTo(page.Size), "size");
            Assert.That(RuntimeLayout.AlignmentOf(type), Is.EqualTo(page.Alignment), "alignment");
            Assert.That(type.IsLayoutSequential || type.IsExplicitLayout, "the runtime must not reorder the fields");
        });
    }

    [TestCaseSource(nameof(PagesOfTypes))]
    public void ATypeHasTheFieldsOfItsPage(LayoutPage page)
    {
        List<FieldInfo> fields = [.. TypeOf(page).GetFields(Fields)];
        Assert.That(fields.Select(NameOnPage), Is.EquivalentTo(page.Fields.Select(field => field.Name)));
        Assert.Multiple(() =>
        {
            foreach (FieldInfo field in fields)
            {
                LayoutField row = page.Field(NameOnPage(field));
                Assert.That(RuntimeLayout.OffsetOf(field), Is.EqualTo(row.Offset), $"offset of {field.Name}");
                Assert.That(RuntimeLayout.SizeOf(field.FieldType), Is.EqualTo(row.Size), $"size of {field.Name}");
                Assert.That(RuntimeLayout.KernelTypeOf(field), Is.EqualTo(row.Type), $"type of {field.Name}");
            }
        });
    }

    [Test]
    public void ConstantsHaveTheValuesOfTheirPages()
    {
        Dictionary<string, ulong> constants = typeof(PortOfAttribute).Assembly.GetTypes()
            .Where(type => type.Namespace?.Split('.')[0] == "Linux")
            .SelectMany(
                type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(constant => constant.IsLiteral && constant.FieldType.IsPrimitive)
            .Where(constant => Pages.Any(page => page.Constants.Any(row => row.Name == constant.Name)))
            .ToDictionary(
                constant => constant.Name, constant => (ulong)Convert.ChangeType(constant.GetRawConstantValue(), typeof(ulong), null)!);
        foreach ((string name, ulong value) in OwnConstants)
            constants.Add(name, value);
        Assert.That(Pages.Sum(page => page.Constants.Count), Is.EqualTo(44), "constants on all pages");
        Assert.Multiple(() =>
        {
            foreach (LayoutConstant constant in Pages.SelectMany(page => page.Constants))
                Assert.That(constants.GetValueOrDefault(constant.Name, ~0ul), Is.EqualTo(constant.Value), constant.Name);
        });
    }

    // Sizes recorded with the original's constants, for the blocks that both lists name.
    [TestCase("kvm_userspace_memory_region", "kvm_userspace_memory_region")]
    [TestCase("kvm_create_spapr_tce", "kvm_create_spapr_tce")]
    [TestCase("kvm_allocate_rma", "kvm_allocate_rma")]
    [TestCase("kvm_run_papr_hcall", "kvm_run.papr_hcall")]
    [TestCase("lppaca", "lppaca")]
    [TestCase("hpt", "hash_pte")]
    [TestCase("revmap", "revmap_entry")]
    public void TheSizeOnAPageIsThatOfTheOriginal(string page, string original) =>
        Assert.That(LayoutContract.Find(page)!.Size, Is.EqualTo(OriginalConstants.SizeOf(original)));

    [Test]
    public void AFilledTableHasTheLayoutOfItsPages()
    {
        const ulong firstDoubleword = 0x0000_1234_5678_9a00 | 1;
        const ulong guestReal = 0x0010_3000;
        const ulong attributes = 0x190;
        const int index = 8 * 0x1234 + 3;
        using KvmSystem system = KvmSystem.Boot();
        using VirtualMachine machine = system.CreateVirtualMachine();
        ulong user = system.Process.MapHugePages(32 << 20);
        machine.SetMemoryRegion(5, 16 << 20, 32 << 20, user);
        VirtualCpu vcpu = machine.CreateVcpu(0);
        ulong guestR = ((32 << 20) + guestReal) | attributes;
        HypercallOutcome outcome = vcpu.Enter(HypercallOptions.Exact, index, firstDoubleword, guestR);
        Assert.That(outcome, Is.EqualTo(new HypercallOutcome(HypercallResult.Success, HypercallPath.VirtualMode)));

        kvm* kvm = machine.Kvm;
        LayoutPage hpt = LayoutContract.Find("hpt")!;
        LayoutPage revmap = LayoutContract.Find("revmap")!;
        LayoutPage slotPhys = LayoutContract.Find("slot_phys")!;
        byte* entry = (byte*)kvm->arch.hpt_virt + index * hpt.Size;
        byte* reverse = (byte*)(kvm->arch.revmap.address - vmalloc_ptr<revmap_entry>.VMALLOC_START) + index * revmap.Size;
        byte* words = (byte*)(kvm->arch.slot_phys[5].address - vmalloc_ptr<ulong>.VMALLOC_START);
        ulong word = *(ulong*)(words + 1 * slotPhys.Size + slotPhys.Field("word").Offset);
        ulong real = word & ~KVMPPC_GOT_PAGE;
        Assert.Multiple(() =>
        {
            Assert.That(*(ulong*)(entry + hpt.Field("v").Offset), Is.EqualTo(firstDoubleword));
            Assert.That(*(ulong*)(entry + hpt.Field("r").Offset), Is.EqualTo((real + guestReal) | attributes));
            Assert.That(*(ulong*)(reverse + revmap.Field("guest_rpte").Offset), Is.EqualTo(guestR));
            Assert.That(word & KVMPPC_GOT_PAGE, Is.EqualTo(KVMPPC_GOT_PAGE));
            Assert.That(real, Is.Not.Zero);
            Assert.That(real % (1ul << 24), Is.Zero, "slot_phys has the real address of a 16 MB page");
            Assert.That(*(ulong*)(words + slotPhys.Field("word").Offset), Is.Zero, "the first page of the slot was not looked up");
            Assert.That(kvm->arch.hpt_virt % (1ul << HPT_ORDER), Is.Zero, "the table is aligned to its size");
            Assert.That(HPT_NPTE * hpt.Size, Is.EqualTo(1ul << HPT_ORDER));
            Assert.That(
                system.Heap.FindByLimit((nuint)(kvm->arch.slot_phys[5].limit - vmalloc_ptr<ulong>.VMALLOC_START))!.Length,
                Is.EqualTo((nuint)(2 * slotPhys.Size)), "slot_phys has one word for each 16 MB");
            Assert.That(
                kvm->arch.revmap.limit - kvm->arch.revmap.address, Is.EqualTo(HPT_NPTE * revmap.Size),
                "the reverse map has one entry for each table entry");
        });
        system.CheckForLeaks();
    }

    [Test]
    public void RuntimeLayoutMeasuresAKnownStructCorrectly()
    {
        Assert.Multiple(() =>
        {
            Assert.That(RuntimeLayout.SizeOf(typeof(Known)), Is.EqualTo(24));
            Assert.That(RuntimeLayout.AlignmentOf(typeof(Known)), Is.EqualTo(8));
            Assert.That(RuntimeLayout.OffsetOf(typeof(Known).GetField(nameof(Known.Late))!), Is.EqualTo(17));
            Assert.That(RuntimeLayout.OffsetOf(typeof(Known).GetField(nameof(Known.Word))!), Is.EqualTo(8));
        });
    }

    internal static string Folder => Path.Combine(SourceTree.Root.FullName, "native-layout");

    // Fields of the port have the C names; a struct without a C original has PascalCase names.
    private static string NameOnPage(FieldInfo field) => field.DeclaringType!.Namespace == "Linux"
        ? field.Name : Capital().Replace(field.Name, match => "_" + match.Value.ToLowerInvariant()).TrimStart('_');

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();

    private static Type TypeOf(LayoutPage page) => typeof(PortOfAttribute).Assembly.GetType(page.CSharpType, throwOnError: true)!;

    [StructLayout(LayoutKind.Explicit, Size = 24)]
    private struct Known
    {
        [FieldOffset(8)] public ulong Word;
        [FieldOffset(17)] public byte Late;
    }
}
