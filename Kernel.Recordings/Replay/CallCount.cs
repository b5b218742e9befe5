// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;

namespace Kernel.Recordings.Replay;

/// <summary>How often one kind of hypercall ended in one way.</summary>
/// <param name="Call">The call's name: <c>H_ENTER</c>.</param>
/// <param name="Result">Its result, r3.</param>
/// <param name="ResultName">The result's name: <c>H_SUCCESS</c>.</param>
/// <param name="Path">Who answered.</param>
/// <param name="Count">How often.</param>
public sealed record CallCount(string Call, long Result, string ResultName, HypercallPath Path, long Count);
