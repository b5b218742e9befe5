// SPDX-License-Identifier: MIT
using Kernel.Summarizer.Metadata;


namespace Kernel.Summarizer.Effects;

/// <summary>A call in a body.</summary>
/// <param name="Target">What is called.</param>
/// <param name="TypeArguments">The arguments of the type that has it.</param>
/// <param name="MethodArguments">Its own type arguments.</param>
/// <param name="Arguments">For each parameter the caller's parameter that is handed on, or -1; empty where nothing is known.</param>
internal sealed record CallEdge(
    MethodNode Target, IReadOnlyList<TypeUse> TypeArguments, IReadOnlyList<TypeUse> MethodArguments, IReadOnlyList<int> Arguments);
