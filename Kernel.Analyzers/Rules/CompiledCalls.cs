// SPDX-License-Identifier: MIT
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Library;
using Kernel.Analyzers.Library.Summaries;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Rules;

/// <summary>Judges calls of compiled code by the entry in Library.effects if there is one, else by the summary.</summary>
internal static class CompiledCalls
{
    public static void Judge(ResolvedCall call, IOperation? operation, Location location, JudgedBody body)
    {
        var effect = LibraryEffects.Of(call.Target);
        if (effect == LibraryEffect.Ordinal && IsOrdinal(operation))
            return;
        if (effect is not (LibraryEffect.Unknown or LibraryEffect.Ordinal))
            JudgeDecided(effect, call, location, body);
        else if (body.Kernel.Summaries.Of(call.Target) is not { } summary || (call.IsOpen && summary.IsOpen))
            body.Report(call.IsOpen ? HazardRules.UnknownTarget : HazardRules.UnknownLibraryMember, location, Members.Quoted(call.Target));
        else
            JudgeSummary(summary, call, operation, location, body);
    }

    /// <summary>Whether a constant argument asks for ordinal comparison, which depends on no culture.</summary>
    private static bool IsOrdinal(IOperation? operation) =>
        operation is not null &&
        DelegateTargets.ArgumentsOf(operation).Any(argument => argument.Value is
        {
            Type.Name: nameof(StringComparison),
            ConstantValue: { HasValue: true, Value: (int)StringComparison.Ordinal },
        });

    private static void JudgeDecided(LibraryEffect effect, ResolvedCall call, Location location, JudgedBody body)
    {
        switch (effect)
        {
            case LibraryEffect.Blocks:
                body.Report(HazardRules.BlockingCall, location, Members.Quoted(call.Target));
                break;
            case LibraryEffect.Spins:
                body.Report(HazardRules.BlockingCall, Hazards.Spins, location, Members.Quoted(call.Target));
                break;
            case LibraryEffect.Allocates:
                body.Report(HazardRules.Allocation, location, Members.Quoted(call.Target));
                break;
        }
    }

    private static void JudgeSummary(LibrarySummary summary, ResolvedCall call, IOperation? operation, Location location, JudgedBody body)
    {
        var name = Members.Quoted(call.Target);
        if ((summary.Flags & SummaryFlags.Blocks) != 0)
            body.Report(HazardRules.BlockingCall, location, name, summary.Witness);
        else if ((summary.Flags & SummaryFlags.Unknown) != 0)
            body.Report(HazardRules.UnknownLibraryMember, location, name, summary.Witness);
        else if ((summary.Flags & SummaryFlags.Allocates) != 0)
            body.Report(HazardRules.Allocation, location, name);
        else if ((summary.Flags & SummaryFlags.FirstUse) != 0)
            body.Report(HazardRules.FirstUse, location, name);
        if ((summary.Flags & SummaryFlags.Spins) != 0)
            body.Report(HazardRules.BlockingCall, Hazards.Spins, location, name, summary.Witness);

        foreach (var condition in summary.Conditions)
            JudgeCondition(condition, call.Target, location, body);
        foreach (var parameter in summary.InvokedParameters)
            JudgeParameter(parameter, call.Target, operation, location, body);
    }

    /// <summary>Judges what the method does with a value of a type variable, for the call's type argument.</summary>
    private static void JudgeCondition(SummaryCondition condition, IMethodSymbol target, Location location, JudgedBody body)
    {
        var arguments = condition.IsMethodVariable ? [.. target.TypeArguments] : TypeArgumentsOfContainers(target).ToList();
        if (condition.Variable >= arguments.Count)
        {
            body.Report(HazardRules.UnknownLibraryMember, location, Members.Quoted(target));
            return;
        }

        var type = arguments[condition.Variable];
        if (condition.Member is null)
        {
            if (!type.IsReferenceType)
                body.Report(HazardRules.Boxing, location, "A value of type '" + Members.NameOf(type) + "'");
        }
        else if (type is ITypeParameterSymbol || MemberOf(type, condition.Member, body.Kernel.Compilation) is not { } member)
        {
            body.Report(HazardRules.UnknownTarget, location, Members.Quoted(target));
        }
        else
        {
            CallRule.Judge(ResolvedCall.OnType(member, type), null, location, body);
        }
    }

    /// <summary>Judges the call of a delegate that was passed to the method.</summary>
    private static void JudgeParameter(int ordinal, IMethodSymbol target, IOperation? operation, Location location, JudgedBody body)
    {
        var argument = operation is null
            ? null
            : DelegateTargets.ArgumentsOf(operation).FirstOrDefault(argument => argument.Parameter?.Ordinal == ordinal);
        var contract = argument?.Value.Type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke }
            ? body.Kernel.Contracts.Of(invoke)
            : Contract.None;
        if (DelegateTargets.FunctionIn(argument?.Value, body) is { } function)
            CallRule.Follow(function, location, body);
        else if (contract.Excludes() != Contract.RealMode.Excludes())
            body.Report(HazardRules.UnknownTarget, location, Members.Quoted(target));
    }

    private static IEnumerable<ITypeSymbol> TypeArgumentsOfContainers(IMethodSymbol method)
    {
        var types = new Stack<INamedTypeSymbol>();
        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
            types.Push(type);
        return types.SelectMany(type => type.TypeArguments);
    }

    private static IMethodSymbol? MemberOf(ITypeSymbol type, string id, Compilation compilation)
    {
        if (DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation) is not IMethodSymbol member)
            return null;
        if (member.ContainingType.TypeKind != TypeKind.Interface)
            return member;

        // If the type implements several instantiations of the interface, the one with the type itself as an argument comes first.
        var holder = type.AllInterfaces
            .Where(implemented => IsSame(implemented.OriginalDefinition, member.ContainingType))
            .OrderByDescending(implemented => implemented.TypeArguments.Any(argument => IsSame(argument, type)))
            .FirstOrDefault();
        return holder?.GetMembers(member.Name)
            .OfType<IMethodSymbol>()
            .FirstOrDefault(candidate => IsSame(candidate.OriginalDefinition, member));
    }

    private static bool IsSame(ISymbol left, ISymbol right) => SymbolEqualityComparer.Default.Equals(left, right);
}
