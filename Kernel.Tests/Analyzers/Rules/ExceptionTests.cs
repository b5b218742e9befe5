// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Rules;

public class ExceptionTests
{
    [Test]
    public Task ThrowIsReportedOnce() => RealModeVerifier.Body("{|KRN1201:throw new Exception($\"{number}\");|}");

    [Test]
    public Task ThrowExpressionIsReported() => RealModeVerifier.Body("text = thing as string ?? {|KRN1201:throw new Exception()|};");

    [Test]
    public Task CatchIsReported() =>
        RealModeVerifier.Body("try { number++; } {|KRN1202:catch|} (Exception) when (number > 1) { {|KRN1201:throw;|} }");

    [Test]
    public Task FinallyIsQuiet() => RealModeVerifier.Body("try { number++; } finally { number--; }");

    [Test]
    public Task ImplicitExceptionIsQuiet() =>
        RealModeVerifier.Body("number = checked(number + 1) / array[3]; number = number switch { 1 => 2 };");

    [Test]
    public Task ThrowHelperInSourceIsReported() =>
        RealModeVerifier.Body("if (number < 0) {|KRN1201:Fail()|};", "static void Fail() => throw new Exception();");

    [Test]
    public Task FailFastIsQuiet() => RealModeVerifier.Body("Environment.FailFast(\"BUG\");");
}
