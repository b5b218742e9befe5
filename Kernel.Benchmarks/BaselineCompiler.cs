// SPDX-License-Identifier: GPL-2.0-only
using System.ComponentModel;
using System.Diagnostics;

namespace Kernel.Benchmarks;

/// <summary>Builds the baseline with the system's C compiler, in a folder beside the program.</summary>
internal static class BaselineCompiler
{
    private const string Compiler = "cc";

    internal static CompilerOutcome Compile()
    {
        if (OperatingSystem.IsWindows())
            return new CompilerOutcome(null, "Windows has no `cc`");

        string source = Path.Combine(AppContext.BaseDirectory, "baseline", "hpt_baseline.c");
        string libraryName = OperatingSystem.IsMacOS() ? "libhpt_baseline.dylib" : "libhpt_baseline.so";
        string library = Path.Combine(AppContext.BaseDirectory, "baseline", libraryName);
        string[] arguments = ["-O2", "-Wall", "-Wextra", "-shared", "-fPIC", "-fvisibility=hidden", "-o", library, source];
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(Compiler, arguments) { RedirectStandardError = true })!;
            string messages = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? new CompilerOutcome(library, $"{Version()}, -O2")
                : new CompilerOutcome(null, $"`{Compiler}` cannot compile {source}:{Environment.NewLine}{messages}");
        }
        catch (Win32Exception)
        {
            return new CompilerOutcome(null, $"there is no C compiler `{Compiler}`");
        }
    }

    private static string Version()
    {
        using Process process = Process.Start(new ProcessStartInfo(Compiler, ["--version"]) { RedirectStandardOutput = true })!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text.Split('\n')[0].Trim();
    }
}
