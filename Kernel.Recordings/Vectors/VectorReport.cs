// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Vectors;

/// <summary>The result of playing one variant of one vector file.</summary>
/// <param name="File">The file.</param>
/// <param name="Variant">The variant.</param>
/// <param name="Operations">Operations played.</param>
/// <param name="Mismatches">How many results differ.</param>
/// <param name="First">The first result that differs, or null.</param>
public sealed record VectorReport(string File, VectorVariant Variant, int Operations, int Mismatches, VectorMismatch? First);
