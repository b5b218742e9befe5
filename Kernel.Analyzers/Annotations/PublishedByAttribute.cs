// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>
/// The field is written before a flag is set and read after the flag was read: the flag publishes it. Constructors are exempt, because no
/// other thread has the object yet, and so is code that has written the field or the flag before in the same body.
/// </summary>
/// <param name="flag">The flag: a field of the same type.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class PublishedByAttribute(string flag) : Attribute
{
    /// <summary>The name of the flag.</summary>
    public string Flag => flag;
}
