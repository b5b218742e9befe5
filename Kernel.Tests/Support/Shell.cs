// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using Kernel.Cli;
using NUnit.Framework;

namespace Kernel.Tests.Support;

/// <summary>Runs scripts of the Unix shell, for what needs a process, its standard streams, or files such as named pipes.</summary>
internal static class Shell
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs a script, in which <c>$KVMHV</c> is the command. Skips the test where there is no such shell.</summary>
    /// <returns>The exit code, standard output and standard error.</returns>
    public static (int Exit, string Output, string Error) Run(string folder, string script)
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Needs the shell, the named pipes and the devices of Unix.");
        ProcessStartInfo start = new("/bin/sh", ["-c", script])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        start.Environment["KVMHV"] = $"{host} exec {typeof(CommandLine).Assembly.Location}";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The script did not end within {Limit}: {script}");
        }
        return (process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Skips the test where there is no device of this name.</summary>
    public static void RequireDevice(string path)
    {
        if (!File.Exists(path))
            Assert.Ignore($"There is no device {path} on this system.");
    }
}
