// SPDX-License-Identifier: MIT
namespace Kernel;

/// <summary>Something that real-mode code may not do, and did.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="What">What it was.</param>
/// <param name="Stack">Where; for an allocation, where its scope was closed.</param>
public sealed record RealModeViolation(RealModeViolationKind Kind, string What, string Stack);
