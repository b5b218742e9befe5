// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Engine;


namespace Kernel.Analyzers.Rules;

/// <summary>External methods. They have no body to verify, so their contract needs an escape with a reason.</summary>
internal sealed class ExternalMethodRule : OperationRule
{
    public override void JudgeFunction(JudgedBody body)
    {
        if (body.Function.IsExtern)
            body.Report(HazardRules.NothingToVerify, Hazards.None, body.Function.Locations[0], "No body");
    }
}
