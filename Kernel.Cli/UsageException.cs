// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Cli;

/// <summary>The command was called with arguments that cannot be; the message says which and what was expected.</summary>
internal sealed class UsageException(string message) : Exception(message);
