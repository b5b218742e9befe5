// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>A call into KVM failed whose caller had asked for no result.</summary>
public sealed class KvmException(string what, KvmResult result) : Exception($"{what} failed: {result.Name}.")
{
    /// <summary>The error.</summary>
    public KvmResult Result { get; } = result;
}
