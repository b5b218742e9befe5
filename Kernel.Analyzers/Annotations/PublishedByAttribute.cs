// SPDX-License-Identifier: MIT
using System;

namespace Kernel;

/// <summary>
/// The field is written before a flag is set, and read after the flag was read: it is published by the flag. Constructors are exempt, for
/// nobody else has the object yet, and so is whoever has written the field or the flag before in the same body.
/// </summary>
/// <param name="flag">The flag, a member of the same type.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class PublishedByAttribute(string flag) : Attribute
{
    /// <summary>The flag.</summary>
    public string Flag => flag;
}
