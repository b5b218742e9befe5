// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers;

/// <summary>What has no body cannot be verified, only trusted; and trust demands a reason.</summary>
internal sealed class ExternalRule : OperationRule
{
    public override void JudgeFunction(JudgedBody body)
    {
        if (body.Function.IsExtern)
            body.Report(Descriptors.NothingToVerify, Hazards.None, body.Function.Locations[0], "No body");
    }
}
