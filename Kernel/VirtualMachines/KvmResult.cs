// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>What a call into KVM returned: success, or the error number of Linux with its name.</summary>
/// <param name="Errno">0, or a negative error number.</param>
public readonly record struct KvmResult(int Errno)
{
    /// <summary>Whether the call did what it was asked.</summary>
    public bool IsSuccess => Errno >= 0;

    /// <summary>The name of the error, <c>EINVAL</c>; <c>Success</c> if there is none.</summary>
    public string Name => Errno switch
    {
        >= 0 => "Success",
        -1 => "EPERM",
        -2 => "ENOENT",
        -4 => "EINTR",
        -5 => "EIO",
        -12 => "ENOMEM",
        -14 => "EFAULT",
        -16 => "EBUSY",
        -17 => "EEXIST",
        -22 => "EINVAL",
        -24 => "EMFILE",
        -25 => "ENOTTY",
        _ => $"error {-Errno}",
    };

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Throws if the call failed.</summary>
    /// <exception cref="KvmException">The call failed.</exception>
    public void ThrowIfFailed(string what)
    {
        if (!IsSuccess)
            throw new KvmException(what, this);
    }
}
