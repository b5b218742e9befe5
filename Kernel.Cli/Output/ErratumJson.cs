// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Scenarios.Running;

namespace Kernel.Cli.Output;

/// <summary>The objects that <c>kvmhv errata --json</c> prints.</summary>
internal static class ErratumJson
{
    /// <summary>An erratum of the list.</summary>
    public static object Of(ErratumDescription erratum) => new
    {
        erratum.Number, erratum.Functions, erratum.Title, erratum.Severity, HasSwitch = erratum.Switch is not null,
    };

    /// <summary>The result of a scenario.</summary>
    public static object Of(ErratumReport report) => new
    {
        report.Erratum.Number,
        report.Erratum.Functions,
        report.Erratum.Title,
        report.Erratum.Severity,
        report.Setting,
        AlsoAsWritten = report.AlsoAsWritten.Select(erratum => erratum.ToString()),
        report.Holds,
        report.Indistinguishable,
        Rows = report.Rows.Select(row => new
        {
            row.What, AsWritten = row.AsWritten?.Seen, Corrected = row.Corrected?.Seen, row.Differs, row.IsAsExpected,
        }),
    };
}
