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
    internal static int call_in_real_mode(delegate*<kvm_vcpu*, int> function, kvm_vcpu* vcpu)
    {
        ContextChecks.EnterRealMode();
        try {
            return watch(function, vcpu);
        } finally {
            ContextChecks.LeaveRealMode();
        }
    }

#if DEBUG
    // An exception is an oops, which is the better news.
    private static int watch(delegate*<kvm_vcpu*, int> function, kvm_vcpu* vcpu)
    {
        RealModeScope scope = RealModeScope.Enter();
        int result;
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
    private static int watch(delegate*<kvm_vcpu*, int> function, kvm_vcpu* vcpu) => function(vcpu);
#endif
}
