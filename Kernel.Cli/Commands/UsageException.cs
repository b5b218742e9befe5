// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Cli.Commands;

/// <summary>The arguments of the command are wrong; the message says which, and what was expected.</summary>
internal sealed class UsageException(string message) : Exception(message);
