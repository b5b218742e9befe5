// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;

namespace Kernel.Examples;

/// <summary>Doublewords in the memory of the user process, in the byte order that the simulated processor has: the host's.</summary>
internal static class UserMemory
{
    public static void Write(this KvmSystem system, ulong address, ulong value) => system.Process.Write(address, BitConverter.GetBytes(value));

    public static ulong Read(this KvmSystem system, ulong address)
    {
        var bytes = new byte[sizeof(ulong)];
        system.Process.Read(address, bytes);
        return BitConverter.ToUInt64(bytes);
    }
}
