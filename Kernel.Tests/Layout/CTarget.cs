// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using NUnit.Framework;

namespace Kernel.Tests.Layout;

/// <summary>
/// A C compiler that may be installed, and the emulator for its programs if it needs one; it builds <c>native-layout/check</c> once.
/// </summary>
internal sealed class CTarget
{
    private static readonly string[] Sources = ["check.c", "tables.c", "walk.c"];

    private readonly string _compiler;
    private readonly string[] _flags;
    private readonly string? _emulator;
    private readonly Lazy<string> _program;

    private CTarget(string name, string compiler, string[] flags, string? emulator)
    {
        (Name, _compiler, _flags, _emulator) = (name, compiler, flags, emulator);
        _program = new Lazy<string>(Build);
    }

    /// <summary>The system's compiler.</summary>
    public static CTarget Native { get; } = new("cc", "cc", [], emulator: null);

    /// <summary>Big-endian PowerPC, run by a user-mode emulator.</summary>
    public static CTarget PowerPc { get; } = new("powerpc64", "powerpc64-linux-gnu-gcc", ["-static"], "qemu-ppc64");

    public string Name { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Starts the checker; skips the test, with the reason, if the checker cannot be built or run.</summary>
    public Process Start(params string[] arguments)
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("The checker maps files with POSIX calls, which Windows does not have.");
        foreach (string needed in new[] { _compiler, _emulator }.OfType<string>().Where(program => !IsInstalled(program)))
            Assert.Ignore($"{needed} is not installed on this machine.");
        string[] command = _emulator is null ? [_program.Value, .. arguments] : [_emulator, _program.Value, .. arguments];
        return Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
    }

    /// <summary>Runs the checker to its end and returns its output lines.</summary>
    public string[] Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That((process.ExitCode, errors.Result), Is.EqualTo((0, "")));
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    private string Build()
    {
        string program = Path.Combine(Path.GetTempPath(), $"kvmhv-layout-check-{Name}-{Environment.ProcessId}");
        string folder = Path.Combine(LayoutTests.Folder, "check");
        string[] arguments =
        [
            "-std=c11", "-O1", "-Wall", "-Wextra", "-Werror", "-pedantic", .. _flags, "-I", Path.Combine(LayoutTests.Folder, "include"),
            "-o", program, .. Sources.Select(source => Path.Combine(folder, source)),
        ];
        using Process process = Process.Start(new ProcessStartInfo(_compiler, arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, errors);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(program);
        return program;
    }
}
