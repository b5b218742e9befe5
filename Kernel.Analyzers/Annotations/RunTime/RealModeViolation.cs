// SPDX-License-Identifier: MIT
namespace Kernel;

/// <summary>A violation of the real-mode contract at run time.</summary>
/// <param name="Kind">The kind of violation.</param>
/// <param name="What">What was done, in words.</param>
/// <param name="Stack">The stack at that point; for an allocation, where its scope was closed.</param>
public sealed record RealModeViolation(RealModeViolationKind Kind, string What, string Stack);
