// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Cli;
using Kernel.Cli.Output;

return CommandLine.Run(args, Terminal.OfProcess());
