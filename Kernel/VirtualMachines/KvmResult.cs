// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>What a call into KVM returned: success, or an error number of Linux with its name.</summary>
/// <param name="Errno">0, or a negative error number.</param>
public readonly record struct KvmResult(int Errno)
{
    /// <summary>Whether the call succeeded.</summary>
    public bool IsSuccess => Errno >= 0;

    /// <summary>The name of the error, <c>EINVAL</c>; <c>Success</c> if there is none.</summary>
    public string Name => Names.OfError(Errno);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Throws if the call failed.</summary>
    /// <param name="call">The call, for the message.</param>
    /// <exception cref="KvmException">The call failed.</exception>
    internal void ThrowIfFailed(string call)
    {
        if (!IsSuccess)
            throw new KvmException(call, this);
    }
}
