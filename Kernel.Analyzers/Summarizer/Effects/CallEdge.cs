// SPDX-License-Identifier: MIT
using Kernel.Summarizer.Metadata;


namespace Kernel.Summarizer.Effects;

/// <summary>A call in a body.</summary>
/// <param name="Target">The method that is called.</param>
/// <param name="TypeArguments">The type arguments of its containing type.</param>
/// <param name="MethodArguments">The type arguments of the method itself.</param>
/// <param name="Arguments">For each parameter the number of the caller's parameter that is passed, or -1; empty if unknown.</param>
internal sealed record CallEdge(
    MethodNode Target, IReadOnlyList<TypeUse> TypeArguments, IReadOnlyList<TypeUse> MethodArguments, IReadOnlyList<int> Arguments);
