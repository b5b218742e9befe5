// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text.RegularExpressions;
using Kernel.SideBySide.Statements;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.SideBySide.Port;

/// <summary>A method of the port zone. Lines count from 1.</summary>
internal sealed partial class PortFunction
{
    private static readonly string[] LockAttributes = ["MustHold", "Acquires", "Releases", "TryAcquires"];

    private PortFunction()
    {
    }

    /// <summary>Its file.</summary>
    public required PortFile File { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its first line, with attributes and without comments.</summary>
    public required int Line { get; init; }

    /// <summary>The line on which its declaration begins, after the attributes.</summary>
    public required int DeclarationLine { get; init; }

    /// <summary>The line of the brace that opens its body, or of its expression body.</summary>
    public required int BodyLine { get; init; }

    /// <summary>The line of its name.</summary>
    public required int NameLine { get; init; }

    /// <summary>Its last line.</summary>
    public required int EndLine { get; init; }

    /// <summary>Where its original is, or null if it cites none.</summary>
    public required Citation? Citation { get; init; }

    /// <summary>Its statements, in order.</summary>
    public required IReadOnlyList<Statement> Statements { get; init; }

    /// <summary>Whether it runs with address translation off.</summary>
    public required bool IsRealMode { get; init; }

    /// <summary>What its attributes say about locks, such as "holds vc-&gt;lock".</summary>
    public required IReadOnlyList<string> Locks { get; init; }

    /// <summary>The numbers of the errata that its text names, in order.</summary>
    public required IReadOnlyList<string> Errata { get; init; }

    /// <summary>If the function as a whole is marked as a departure, the reason, which may be empty; else null.</summary>
    public required string? Departure { get; init; }

    /// <summary>Reads a method from its syntax.</summary>
    internal static PortFunction Read(PortFile file, MethodDeclarationSyntax method)
    {
        int line = PortFile.LineOf(method.GetFirstToken());
        int nameLine = PortFile.LineOf(method.Identifier);
        List<AttributeSyntax> attributes = [.. method.AttributeLists.SelectMany(list => list.Attributes)];
        return new PortFunction
        {
            File = file,
            Name = method.Identifier.ValueText,
            Line = line,
            DeclarationLine = PortFile.LineOf(method.Modifiers.Count > 0 ? method.Modifiers[0] : method.ReturnType.GetFirstToken()),
            BodyLine = PortFile.LineOf(BodyTokenOf(method)),
            NameLine = nameLine,
            EndLine = PortFile.EndLineOf(method.GetLastToken()),
            Citation = attributes.Where(attribute => NameOf(attribute) == "PortOf").Select(CitationOf).SingleOrDefault(),
            Statements = PortStatements.Of(file, method),
            IsRealMode = attributes.Any(attribute => NameOf(attribute) == "RealMode"),
            Locks = [.. attributes.Where(attribute => LockAttributes.Contains(NameOf(attribute))).Select(LockOf)],
            Errata = ErrataIn(method.ToFullString()),
            Departure = file.DepartureAt(line, nameLine),
        };
    }

    private static SyntaxToken BodyTokenOf(MethodDeclarationSyntax method) =>
        method.Body?.OpenBraceToken ?? method.ExpressionBody?.Expression.GetFirstToken() ?? method.GetLastToken();

    private static List<string> ErrataIn(string text) =>
        [.. ErratumNumber().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal)];

    private static string NameOf(AttributeSyntax attribute) => attribute.Name.ToString().Split('.')[^1];

    private static Citation CitationOf(AttributeSyntax attribute)
    {
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = attribute.ArgumentList!.Arguments;
        string? version = arguments
            .Where(argument => argument.NameEquals?.Name.Identifier.ValueText == "Version").Select(Text).SingleOrDefault();
        return new Citation(Text(arguments[0]), int.Parse(Text(arguments[1]), CultureInfo.InvariantCulture), version);
    }

    private static string Text(AttributeArgumentSyntax argument) => argument.Expression.GetFirstToken().ValueText;

    private static string LockOf(AttributeSyntax attribute)
    {
        string what = attribute.ArgumentList!.Arguments
            .Where(argument => argument.NameEquals is null && argument.Expression is LiteralExpressionSyntax { Token.Value: string })
            .Select(Text).First();
        string verb = NameOf(attribute) switch { "MustHold" => "holds", "Acquires" => "takes", "Releases" => "releases", _ => "may take" };
        return $"{verb} {what.TrimStart(':')}";
    }

    [GeneratedRegex(@"\bE[0-9]{2}\b")]
    private static partial Regex ErratumNumber();
}
