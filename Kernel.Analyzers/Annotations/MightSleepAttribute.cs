// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>The code may sleep, whatever its body does today: <c>[RealMode]</c> and <c>[Atomic]</c> code may not call it.</summary>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Delegate |
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class MightSleepAttribute : Attribute;
