// SPDX-License-Identifier: MIT
using System;
using System.Collections.Generic;
using System.Linq;

namespace Kernel;

/// <summary>Code in a <see cref="RealModeScope"/> violated the real-mode contract.</summary>
public sealed class RealModeViolationException : Exception
{
    internal RealModeViolationException(IReadOnlyList<RealModeViolation> violations)
        : base(string.Join(Environment.NewLine, violations.Select(Describe))) =>
        Violations = violations;

    /// <summary>All violations in the scope.</summary>
    public IReadOnlyList<RealModeViolation> Violations { get; }

    private static string Describe(RealModeViolation violation) =>
        $"{violation.Kind}: {violation.What}{Environment.NewLine}{violation.Stack}";
}
