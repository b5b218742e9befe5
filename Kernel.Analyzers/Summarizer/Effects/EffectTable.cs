// SPDX-License-Identifier: MIT
using Kernel.Summarizer.Metadata;

namespace Kernel.Summarizer.Effects;

/// <summary>The effects of each method.</summary>
internal sealed class EffectTable
{
    private readonly Dictionary<MethodNode, MethodEffects> _effects = [];

    /// <summary>The effects of a method. Those of a method outside the assemblies come from its summary.</summary>
    internal MethodEffects Of(MethodNode method)
    {
        if (_effects.TryGetValue(method, out MethodEffects? effects))
            return effects;

        effects = new MethodEffects();
        if (method.IsExternal)
            effects.Take(method.Summary, method.Id);
        _effects.Add(method, effects);
        return effects;
    }
}
