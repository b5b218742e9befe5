// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Statements;

/// <summary>One statement of a function, in either language, reduced to what can be compared.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Line">The file's line on which it begins, from 1.</param>
/// <param name="EndLine">The line on which it ends; of a compound statement, its head.</param>
/// <param name="Words">Its words as <see cref="Vocabulary"/> has them, in order.</param>
internal sealed record Statement(StatementKind Kind, int Line, int EndLine, IReadOnlyList<string> Words)
{
    /// <summary>What it calls, each once.</summary>
    public IReadOnlySet<string> Calls { get; init; } = new HashSet<string>();

    /// <summary>The names in capitals that it uses, each once.</summary>
    public IReadOnlySet<string> Constants { get; init; } = new HashSet<string>();

    /// <summary>How often it has each operator, and how often it negates: two statements of the same words may still differ in these.</summary>
    public string Operators { get; init; } = "";

    /// <summary>The reason for a departure from the original, if it is marked as one.</summary>
    public string? Departure { get; init; }

    /// <summary>Whether it stands only where a defect of the original is corrected, so that the original cannot have it.</summary>
    public bool IsCorrection { get; init; }

    /// <summary>Whether it stands inside a compound statement that is a correction or is marked as a departure.</summary>
    public bool IsInsideDeparture { get; init; }

    /// <summary>Whether the text says that the original does not have it.</summary>
    public bool IsDeparture => Departure is not null || IsCorrection || IsInsideDeparture;

    /// <summary>Whether it decides what is done next.</summary>
    public bool IsControlFlow => Kind is not (StatementKind.Simple or StatementKind.Declaration);
}
