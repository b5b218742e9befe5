// SPDX-License-Identifier: MIT
namespace Kernel.Summarizer.Metadata;

/// <summary>A method as an instruction names it.</summary>
/// <param name="Target">The method; null where it is one of an array, or nobody knows it.</param>
/// <param name="Owner">The type on which it is named.</param>
/// <param name="Arguments">The type arguments of the method.</param>
/// <param name="Name">Its name.</param>
/// <param name="ParameterCount">How many parameters it has.</param>
/// <param name="IsInstance">Whether an object goes with it.</param>
/// <param name="ReturnsValue">Whether it leaves a value.</param>
internal sealed record MethodUse(
    MethodNode? Target, TypeUse? Owner, IReadOnlyList<TypeUse> Arguments, string Name, int ParameterCount, bool IsInstance, bool ReturnsValue);
