// SPDX-License-Identifier: MIT
using System;
using System.Collections.Generic;
using System.Linq;

namespace Kernel;

/// <summary>Code in a <see cref="RealModeScope"/> did what it may not.</summary>
public sealed class RealModeViolationException : Exception
{
    internal RealModeViolationException(IReadOnlyList<RealModeViolation> violations)
        : base(string.Join(Environment.NewLine, violations.Select(violation => $"{violation.Kind}: {violation.What}{Environment.NewLine}{violation.Stack}"))) =>
        Violations = violations;

    /// <summary>All of it.</summary>
    public IReadOnlyList<RealModeViolation> Violations { get; }
}
