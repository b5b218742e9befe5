// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Engine;


namespace Kernel.Analyzers.Rules;

/// <summary>What has no body cannot be verified, only trusted; and trust demands a reason.</summary>
internal sealed class ExternalMethodRule : OperationRule
{
    public override void JudgeFunction(JudgedBody body)
    {
        if (body.Function.IsExtern)
            body.Report(HazardRules.NothingToVerify, Hazards.None, body.Function.Locations[0], "No body");
    }
}
