// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Cli;

return CommandLine.Run(args, Terminal.OfProcess());
