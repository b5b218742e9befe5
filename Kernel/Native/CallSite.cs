// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;

namespace Kernel.Native;

/// <summary>Who called: the names of a few methods, the innermost first.</summary>
internal static class CallSite
{
    private const int MaxNames = 5;

    /// <summary>The callers of a method of the heap: <c>kfree &lt; kvm_vcpu_uninit &lt; kvm_arch_vcpu_free</c>.</summary>
    internal static string OutsideTheHeap()
    {
        IEnumerable<string> names = new StackTrace(skipFrames: 1, fNeedFileInfo: false).GetFrames()
            .Select(frame => frame.GetMethod())
            .SkipWhile(method => method?.DeclaringType == typeof(NativeHeap))
            .Take(MaxNames)
            .Select(method => method?.Name ?? "?");
        return string.Join(" < ", names);
    }
}
