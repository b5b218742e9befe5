// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;

namespace Kernel.Tests.Support;

/// <summary>Wrappers of the <c>Try</c> calls that create something; they return the result, for assertions on errors.</summary>
internal static class Results
{
    public static KvmResult CreateMachine(this KvmSystem system, out VirtualMachine? machine)
    {
        system.TryCreateVirtualMachine(out machine, out KvmResult result);
        return result;
    }

    public static KvmResult CreateCpu(this VirtualMachine machine, int id, out VirtualCpu? vcpu)
    {
        machine.TryCreateVcpu(id, out vcpu, out KvmResult result);
        return result;
    }

    public static KvmResult AllocateArea(this VirtualMachine machine, out RealModeArea? area)
    {
        machine.TryAllocateRealModeArea(out area, out KvmResult result);
        return result;
    }

    public static KvmResult CreateTable(this VirtualMachine machine, ulong bus, uint windowSize, out TceTable? table)
    {
        machine.TryCreateTceTable(bus, windowSize, out table, out KvmResult result);
        return result;
    }
}
