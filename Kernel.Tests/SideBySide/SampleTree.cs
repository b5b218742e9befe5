// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Original;

namespace Kernel.Tests.SideBySide;

/// <summary>
/// A tree with one file. Its functions have the names of ported functions and are otherwise made up, with some statements that have a
/// counterpart in the port and some that have none.
/// </summary>
internal sealed class SampleTree : ILinuxTree
{
    internal const string Text =
        """
        /* A file made up for tests: it has names of the kernel's and nothing else of it. */
        #include <linux/types.h>

        static void *real_vmalloc_addr(void *x)
        {
        	return x;	/* no <script>alert("&")</script> here */
        }

        long kvmppc_h_enter(struct kvm_vcpu *vcpu, unsigned long flags)
        {
        	struct kvm *kvm = vcpu->kvm;
        	unsigned long *hpte;

        	hpte = real_vmalloc_addr(kvm->arch.revmap);
        	while (!try_lock_hpte(hpte, HPTE_V_HVLOCK))
        		cpu_relax();
        	pr_info("only in this C: %d\n", 1);
        	return H_SUCCESS;
        }

        """;

    /// <inheritdoc/>
    public string Description => "a sample";

    /// <inheritdoc/>
    public string? Read(string path) => path == OriginalInventory.RealModeMmu ? Text : null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
