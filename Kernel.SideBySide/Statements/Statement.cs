// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Statements;

/// <summary>A statement in either language, reduced to what is compared.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Line">The line of the file on which it begins, from 1.</param>
/// <param name="EndLine">The line on which it ends; for a compound statement, the line on which its head ends.</param>
/// <param name="Words">Its words as <see cref="Vocabulary"/> gives them, in order.</param>
internal sealed record Statement(StatementKind Kind, int Line, int EndLine, IReadOnlyList<string> Words)
{
    /// <summary>The names of the functions that it calls.</summary>
    public IReadOnlySet<string> Calls { get; init; } = new HashSet<string>();

    /// <summary>The names in capitals that it uses.</summary>
    public IReadOnlySet<string> Constants { get; init; } = new HashSet<string>();

    /// <summary>
    /// Its operators as <see cref="Vocabulary.OfOperators"/> gives them: statements of the same words may differ in these.
    /// </summary>
    public string Operators { get; init; } = "";

    /// <summary>For a compound statement with a block, the line of the brace that closes it; else 0.</summary>
    public int CloseLine { get; init; }

    /// <summary>If it is marked as a departure from the original, the reason, which may be empty; else null.</summary>
    public string? Departure { get; init; }

    /// <summary>
    /// If it is a departure, the reason: its own, that of the statement that it is in, or the number of the erratum that is tested.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>Whether it runs only where a defect of the original is corrected, so that the original cannot have it.</summary>
    public bool IsCorrection { get; init; }

    /// <summary>Whether it is inside a compound statement that is a correction or is marked as a departure.</summary>
    public bool IsInsideDeparture { get; init; }

    /// <summary>Whether the port's text says, in one of these ways, that the original does not have it.</summary>
    public bool IsDeparture => Departure is not null || IsCorrection || IsInsideDeparture;

    /// <summary>Whether it belongs to the control flow: all kinds but simple statements and declarations.</summary>
    public bool IsControlFlow => Kind is not (StatementKind.Simple or StatementKind.Declaration);
}
