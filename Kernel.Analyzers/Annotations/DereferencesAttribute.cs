// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>
/// The member touches memory that is mapped only with address translation on: <c>[RealMode]</c> code may not use it, not even through
/// others.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class DereferencesAttribute : Attribute;
