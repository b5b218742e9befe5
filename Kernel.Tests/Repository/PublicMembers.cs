// SPDX-License-Identifier: GPL-2.0-only
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.Tests.Repository;

/// <summary>
/// Finds the public members of an assembly and whether each has a summary that is not empty, or <c>inheritdoc</c>. The compiler (CS1591)
/// accepts an empty comment.
/// </summary>
internal static class PublicMembers
{
    /// <summary>The number of public members, types included, and a sentence for each that has no summary.</summary>
    /// <param name="sources">The sources of one assembly, with their paths.</param>
    internal static (int Count, IReadOnlyList<string> Undocumented) In(IEnumerable<(string Path, string Text)> sources)
    {
        List<(string Name, string Place, bool IsDocumented)> found = [];
        foreach ((string path, string text) in sources)
        {
            SyntaxTree tree = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest), path);
            foreach (MemberDeclarationSyntax member in tree.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>().Where(IsVisible))
                found.AddRange(Names(member).Select(name => (name, $"{path}:{LineOf(member)}", IsDocumented(member))));
            foreach (ParameterSyntax parameter in tree.GetRoot().DescendantNodes().OfType<RecordDeclarationSyntax>()
                .Where(IsVisible).SelectMany(record => record.ParameterList?.Parameters ?? []))
            {
                string name = $"{parameter.Parent!.Parent!.ToString().Split('(')[0]}.{parameter.Identifier}";
                found.Add((name, $"{path}:{LineOf(parameter)}", IsDocumentedParameter(parameter)));
            }
        }
        // One part of a partial member has the comment.
        List<string> undocumented = [.. found.GroupBy(member => member.Name)
            .Where(parts => !parts.Any(part => part.IsDocumented))
            .Select(parts => $"{parts.First().Place}: {parts.Key} has no summary.")];
        return (found.Count, undocumented);
    }

    private static bool IsVisible(MemberDeclarationSyntax member) =>
        member is not (BaseNamespaceDeclarationSyntax or GlobalStatementSyntax or DestructorDeclarationSyntax or IncompleteMemberSyntax)
        && IsVisibleInItsType(member)
        && member.Ancestors().OfType<BaseTypeDeclarationSyntax>().All(IsVisibleInItsType);

    private static bool IsVisibleInItsType(MemberDeclarationSyntax member)
    {
        bool Has(SyntaxKind kind) => member.Modifiers.Any(kind);
        if (member is EnumMemberDeclarationSyntax)
            return true;
        if (member.Parent is InterfaceDeclarationSyntax && !Has(SyntaxKind.PrivateKeyword) && !Has(SyntaxKind.InternalKeyword))
            return true;
        return Has(SyntaxKind.PublicKeyword) || (Has(SyntaxKind.ProtectedKeyword) && !Has(SyntaxKind.PrivateKeyword));
    }

    // Names include the parameters, since each overload has a separate comment.
    private static IEnumerable<string> Names(MemberDeclarationSyntax member)
    {
        string container = string.Concat(member.Ancestors().OfType<BaseTypeDeclarationSyntax>().Select(type => type.Identifier.Text + "."));
        return member switch
        {
            BaseFieldDeclarationSyntax fields => fields.Declaration.Variables.Select(variable => container + variable.Identifier),
            MethodDeclarationSyntax method => [$"{container}{method.Identifier}{method.TypeParameterList}{method.ParameterList}"],
            ConstructorDeclarationSyntax constructor => [$"{container}{constructor.Identifier}{constructor.ParameterList}"],
            TypeDeclarationSyntax type => [$"{container}{type.Identifier}{type.TypeParameterList}"],
            BaseTypeDeclarationSyntax type => [container + type.Identifier],
            DelegateDeclarationSyntax type => [container + type.Identifier],
            PropertyDeclarationSyntax property => [container + property.Identifier],
            EventDeclarationSyntax @event => [container + @event.Identifier],
            EnumMemberDeclarationSyntax value => [container + value.Identifier],
            IndexerDeclarationSyntax indexer => [$"{container}this{indexer.ParameterList}"],
            OperatorDeclarationSyntax @operator => [$"{container}operator {@operator.OperatorToken}{@operator.ParameterList}"],
            ConversionOperatorDeclarationSyntax conversion => [$"{container}operator {conversion.Type}{conversion.ParameterList}"],
            _ => [container + member.Kind()],
        };
    }

    private static bool IsDocumented(SyntaxNode member) => CommentsOf(member)
        .Any(comment =>
            Elements(comment, "inheritdoc").Any() || Elements(comment, "include").Any() || Elements(comment, "summary").Any(HasText));

    private static bool IsDocumentedParameter(ParameterSyntax parameter) => CommentsOf(parameter.Parent!.Parent!)
        .Any(comment => Elements(comment, "param").Any(element => HasText(element) && NameOf(element) == parameter.Identifier.Text));

    private static string NameOf(XmlNodeSyntax element) =>
        element.DescendantNodes().OfType<XmlNameAttributeSyntax>().First().Identifier.Identifier.Text;

    private static IEnumerable<DocumentationCommentTriviaSyntax> CommentsOf(SyntaxNode member) =>
        member.GetLeadingTrivia().Select(trivia => trivia.GetStructure()).OfType<DocumentationCommentTriviaSyntax>();

    private static IEnumerable<XmlNodeSyntax> Elements(DocumentationCommentTriviaSyntax comment, string name) =>
        comment.DescendantNodes().OfType<XmlNodeSyntax>().Where(
            node => ((node as XmlElementSyntax)?.StartTag.Name ?? (node as XmlEmptyElementSyntax)?.Name)?.ToString() == name);

    private static bool HasText(XmlNodeSyntax element) => element is XmlElementSyntax { Content: var content }
        && content.Any(node => node is not XmlTextSyntax text || text.TextTokens.Any(token => !string.IsNullOrWhiteSpace(token.ValueText)));

    private static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
