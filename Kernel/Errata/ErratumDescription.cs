// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Errata;

/// <summary>A defect of the original.</summary>
/// <param name="Number">Its number, such as <c>E01</c>.</param>
/// <param name="Functions">The functions of the original that have the defect.</param>
/// <param name="Title">What is wrong, in one line.</param>
/// <param name="Severity">Its effect on those who ran the original.</param>
/// <param name="Switch">Its switch; null if the port cannot show the original's behaviour.</param>
public sealed record ErratumDescription(
    string Number, IReadOnlyList<string> Functions, string Title, ErratumSeverity Severity, Erratum? Switch);
