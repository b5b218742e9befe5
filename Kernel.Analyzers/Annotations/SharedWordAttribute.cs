// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>
/// Other threads may change the field at any time. It is read by one access that the compiler neither repeats nor merges
/// (<c>Volatile.Read</c>, <c>Interlocked</c>, or a function that returns their result), and once for each decision: what was tested is what
/// is used. Together with <see cref="GuardedByAttribute"/> only its writes need the lock, and code that holds the lock may read it plainly.
/// Constructors are exempt: no other thread has the object yet.
/// </summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class SharedWordAttribute : Attribute;
