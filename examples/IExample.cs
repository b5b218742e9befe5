// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Examples;

/// <summary>A short program that uses the public face and checks what it claims.</summary>
public interface IExample
{
    /// <summary>The name by which <c>kvmhv run</c> runs it.</summary>
    string Name { get; }

    /// <summary>What it shows, in one line.</summary>
    string Summary { get; }

    /// <summary>Runs the example.</summary>
    /// <exception cref="ClaimException">A claim does not hold.</exception>
    void Run(ExampleContext context);
}
