// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Errata;

/// <summary>One number of the list.</summary>
/// <param name="Number">Its number, <c>E01</c>.</param>
/// <param name="Functions">The functions of the original that have the defect.</param>
/// <param name="Title">What is wrong, in a line.</param>
/// <param name="Severity">How bad it was.</param>
/// <param name="Switch">What switches it; null where the port cannot show the original's behaviour.</param>
public sealed record ErratumDescription(string Number, IReadOnlyList<string> Functions, string Title, ErratumSeverity Severity, Erratum? Switch);
