// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>A call into KVM failed. Its <c>Try</c> counterpart returns the error instead.</summary>
public sealed class KvmException(string call, KvmResult result) : Exception($"{call} failed: {result.Name}.")
{
    /// <summary>The error.</summary>
    public KvmResult Result { get; } = result;
}
