// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Examples;

/// <summary>A short program on the public face, which checks what it claims.</summary>
public interface IExample
{
    /// <summary>What <c>kvmhv run</c> knows it by.</summary>
    string Name { get; }

    /// <summary>What it shows, in a line.</summary>
    string Summary { get; }

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="ClaimException">Something that it claims does not hold.</exception>
    void Run(ExampleContext context);
}
