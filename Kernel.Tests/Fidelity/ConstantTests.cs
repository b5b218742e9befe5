// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Reflection;
using NUnit.Framework;

namespace Kernel.Tests.Fidelity;

/// <summary>Compares the constants of the port zone with those of the original's headers, by name.</summary>
[TestFixture]
public sealed class ConstantTests
{
    // The minimum number of names of a section in the port, so that the comparison cannot pass by finding nothing.
    private static readonly Dictionary<string, int> Minimum = new()
    {
        ["hpte_slb"] = 25, ["pp"] = 1, ["hcall_return"] = 6, ["hcall_flags"] = 6, ["hcall_numbers"] = 11, ["kvm_private"] = 20,
        ["reg"] = 23, ["cpu_ftr"] = 3, ["traps_and_resume"] = 4, ["kvm_exit_cap_mem"] = 3,
    };

    private static IEnumerable<FieldInfo> PortZoneConstants => typeof(PortOfAttribute).Assembly.GetTypes()
        .Where(type => type.Namespace?.Split('.')[0] == "Linux")
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(constant => constant.IsLiteral && constant.FieldType.IsPrimitive);

    [Test]
    public void ConstantsHaveTheValuesOfTheOriginal()
    {
        List<FieldInfo> compared = [.. PortZoneConstants.Where(field => OriginalConstants.Values.ContainsKey(field.Name))];
        IEnumerable<string> sections =
            compared.GroupBy(field => OriginalConstants.Values[field.Name].Section).Select(group => $"{group.Key} {group.Count()}");
        IEnumerable<string> others = PortZoneConstants.Except(compared).Select(field => $"{field.DeclaringType!.Name}.{field.Name}");
        TestContext.Out.WriteLine($"{compared.Count} constants compared: {string.Join(", ", sections)}");
        TestContext.Out.WriteLine($"not in the table: {string.Join(", ", others)}");
        Assert.Multiple(() =>
        {
            foreach (FieldInfo field in compared)
                Assert.That(
                    BitsOf(field), Is.EqualTo(OriginalConstants.Values[field.Name].Value), $"{field.DeclaringType!.FullName}.{field.Name}");
            foreach ((string section, int minimum) in Minimum)
            {
                int found =
                    compared.Select(field => field.Name).Distinct().Count(name => OriginalConstants.Values[name].Section == section);
                Assert.That(found, Is.GreaterThanOrEqualTo(minimum), $"names of {section} in the port");
            }
        });
    }

    // Not in the table, because they are common to all of Linux.
    [TestCase("EPERM", 1)]
    [TestCase("ENOENT", 2)]
    [TestCase("EIO", 5)]
    [TestCase("ENOMEM", 12)]
    [TestCase("EFAULT", 14)]
    [TestCase("EEXIST", 17)]
    [TestCase("EINVAL", 22)]
    public void ErrorNumbersAreThoseOfLinux(string name, int number) =>
        Assert.That(BitsOf(PortZoneConstants.Single(field => field.Name == name)), Is.EqualTo((ulong)number));

    // Sign-extends a negative 32-bit constant.
    private static ulong BitsOf(FieldInfo field) => field.GetRawConstantValue() switch
    {
        ulong value => value,
        uint or ushort or byte => Convert.ToUInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture),
        object value => (ulong)Convert.ToInt64(value, CultureInfo.InvariantCulture),
        null => throw new InvalidOperationException($"{field.Name} has no value."),
    };
}
