// SPDX-License-Identifier: GPL-2.0-only
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using Linux;
using Linux.include.linux;
using NUnit.Framework;

namespace Kernel.Tests.Fidelity;

/// <summary>Compares the ioctl numbers and the sizes of their structs with those of the original on 64-bit PowerPC.</summary>
[TestFixture]
public sealed class IoctlTests
{
    private static readonly Dictionary<string, int> Sizes = new()
    {
        ["kvm_userspace_memory_region"] = Marshal.SizeOf<kvm_userspace_memory_region>(),
        ["kvm_create_spapr_tce"] = Marshal.SizeOf<kvm_create_spapr_tce>(),
        ["kvm_allocate_rma"] = Marshal.SizeOf<kvm_allocate_rma>(),
        ["kvm_sregs"] = Marshal.SizeOf<kvm_sregs>(),
        ["kvm_regs"] = Marshal.SizeOf<kvm_regs>(),
        ["kvm_enable_cap"] = Marshal.SizeOf<kvm_enable_cap>(),
        ["kvm_dirty_log"] = Marshal.SizeOf<kvm_dirty_log>(),
    };

    [Test]
    public void IoctlNumbersAreThoseOfTheOriginal()
    {
        int compared = 0;
        Assert.Multiple(() =>
        {
            foreach (JsonProperty call in OriginalConstants.Section("ioctl_ppc64").EnumerateObject())
            {
                FieldInfo? own = typeof(kvm_h).GetField(call.Name, BindingFlags.Static | BindingFlags.NonPublic);
                if (own is null)
                    continue;       // an ioctl that the port does not implement
                compared++;
                Assert.That($"0x{own.GetRawConstantValue():x}", Is.EqualTo(call.Value.GetProperty("value_ppc64").GetString()), call.Name);
            }
        });
        Assert.That(compared, Is.EqualTo(16));
    }

    [Test]
    public void IoctlStructSizesAreThoseOfTheOriginal() => Assert.Multiple(() =>
    {
        JsonElement original = OriginalConstants.Section("struct_sizes_ppc64");
        foreach ((string name, int size) in Sizes)
            Assert.That(size, Is.EqualTo(original.GetProperty(name).GetInt32()), name);
    });
}
