// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>
/// The code may sleep, whatever its body looks like today: never callable from <c>[RealMode]</c> or <c>[Atomic]</c> code.
/// </summary>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Delegate |
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class MightSleepAttribute : Attribute;
