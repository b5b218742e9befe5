// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Scheduling;
#if DEBUG
using Kernel;
#endif

namespace Linux.include.port;

/// <summary>Translation off and on again. No C header corresponds: the original returns from an interrupt that never was (rfi).</summary>
internal static unsafe class realmode_h
{
    /// <summary>Calls a function with translation off. Debug builds watch at run time what the analyzers prove.</summary>
    internal static T call_in_real_mode<T>(delegate*<kvm_vcpu*, T> function, kvm_vcpu* vcpu) where T : unmanaged
    {
        ContextChecks.EnterRealMode();
        try {
            return watch(function, vcpu);
        } finally {
            ContextChecks.LeaveRealMode();
        }
    }

#if DEBUG
    // On an exception, drop the scope's own complaint.
    private static T watch<T>(delegate*<kvm_vcpu*, T> function, kvm_vcpu* vcpu) where T : unmanaged
    {
        RealModeScope scope = RealModeScope.Enter();
        T result;
        try {
            result = function(vcpu);
        } catch {
            scope.Abandon();
            throw;
        }

        scope.Dispose();
        return result;
    }
#else
    private static T watch<T>(delegate*<kvm_vcpu*, T> function, kvm_vcpu* vcpu) where T : unmanaged => function(vcpu);
#endif
}
