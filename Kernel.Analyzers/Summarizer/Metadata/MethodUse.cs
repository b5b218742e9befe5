// SPDX-License-Identifier: MIT
namespace Kernel.Summarizer.Metadata;

/// <summary>A method as an instruction refers to it.</summary>
/// <param name="Target">The method; null for methods of arrays and unknown ones.</param>
/// <param name="Owner">The type that the reference names as its container.</param>
/// <param name="Arguments">The type arguments of the method.</param>
/// <param name="Name">Its name.</param>
/// <param name="ParameterCount">The number of its parameters, without the object.</param>
/// <param name="IsInstance">Whether it is called on an object.</param>
/// <param name="ReturnsValue">Whether it returns a value.</param>
internal sealed record MethodUse(
    MethodNode? Target, TypeUse? Owner, IReadOnlyList<TypeUse> Arguments, string Name,
    int ParameterCount, bool IsInstance, bool ReturnsValue);
