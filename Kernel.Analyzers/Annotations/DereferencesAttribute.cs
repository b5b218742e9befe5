// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>
/// The member touches memory that is only mapped with address translation on. <c>[RealMode]</c> code may not use it, directly or through
/// other members.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class DereferencesAttribute : Attribute;
