// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers;

/// <summary>Judges calls of compiled code, by decision where Library.effects has one, else by its summary.</summary>
internal static class CompiledCalls
{
    public static void Judge(ResolvedCall call, IOperation? operation, Location location, JudgedBody body)
    {
        var effect = LibraryEffects.Of(call.Target);
        if (effect == Effect.Ordinal && IsOrdinal(operation))
            return;
        if (effect is not (Effect.Unknown or Effect.Ordinal))
            JudgeDecided(effect, call, location, body);
        else if (body.Kernel.Summaries.Of(call.Target) is not { } summary || (call.IsOpen && summary.IsOpen))
            body.Report(call.IsOpen ? Descriptors.UnknownTarget : Descriptors.UnknownLibraryMember, location, NameOf(call.Target));
        else
            JudgeSummary(summary, call, operation, location, body);
    }

    /// <summary>Is the comparison that the call asks for the one that knows no culture?</summary>
    private static bool IsOrdinal(IOperation? operation) => operation is not null && Delegates.ArgumentsOf(operation).Any(argument =>
        argument.Value is { Type.Name: nameof(StringComparison), ConstantValue: { HasValue: true, Value: (int)StringComparison.Ordinal } });

    private static void JudgeDecided(Effect effect, ResolvedCall call, Location location, JudgedBody body)
    {
        switch (effect)
        {
            case Effect.Blocks:
                body.Report(Descriptors.BlockingCall, location, NameOf(call.Target));
                break;
            case Effect.Spins:
                body.Report(Descriptors.BlockingCall, Hazards.Spins, location, NameOf(call.Target));
                break;
            case Effect.Allocates:
                body.Report(Descriptors.Allocation, location, NameOf(call.Target));
                break;
        }
    }

    private static void JudgeSummary(LibrarySummary summary, ResolvedCall call, IOperation? operation, Location location, JudgedBody body)
    {
        var name = NameOf(call.Target);
        if ((summary.Flags & SummaryFlags.Blocks) != 0)
            body.Report(Descriptors.BlockingCall, location, name, summary.Witness);
        else if ((summary.Flags & SummaryFlags.Unknown) != 0)
            body.Report(Descriptors.UnknownLibraryMember, location, name, summary.Witness);
        else if ((summary.Flags & SummaryFlags.Allocates) != 0)
            body.Report(Descriptors.Allocation, location, name);
        else if ((summary.Flags & SummaryFlags.FirstUse) != 0)
            body.Report(Descriptors.FirstUse, location, name);
        if ((summary.Flags & SummaryFlags.Spins) != 0)
            body.Report(Descriptors.BlockingCall, Hazards.Spins, location, name, summary.Witness);

        foreach (var condition in summary.Conditions)
            JudgeCondition(condition, call.Target, location, body);
        foreach (var parameter in summary.InvokedParameters)
            JudgeParameter(parameter, call.Target, operation, location, body);
    }

    /// <summary>What the method calls on a type variable is called on what the variable stands for.</summary>
    private static void JudgeCondition(SummaryCondition condition, IMethodSymbol target, Location location, JudgedBody body)
    {
        var arguments = condition.IsMethodVariable ? [.. target.TypeArguments] : TypeArgumentsAround(target).ToList();
        if (condition.Variable >= arguments.Count)
        {
            body.Report(Descriptors.UnknownLibraryMember, location, NameOf(target));
            return;
        }

        var type = arguments[condition.Variable];
        if (condition.Member is null)
        {
            if (!type.IsReferenceType)
                body.Report(Descriptors.Boxing, location, "A value of type '" + Members.NameOf(type) + "'");
        }
        else if (type is ITypeParameterSymbol || MemberOf(type, condition.Member, body.Kernel.Compilation) is not { } member)
        {
            body.Report(Descriptors.UnknownTarget, location, NameOf(target));
        }
        else
        {
            CallRule.Judge(ResolvedCall.OnType(member, type), null, location, body);
        }
    }

    private static void JudgeParameter(int ordinal, IMethodSymbol target, IOperation? operation, Location location, JudgedBody body)
    {
        var argument = operation is null ? null : Delegates.ArgumentsOf(operation).FirstOrDefault(argument => argument.Parameter?.Ordinal == ordinal);
        var contract = argument?.Value.Type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke } ? body.Kernel.Contracts.Of(invoke) : Contract.None;
        if (Delegates.FunctionIn(argument?.Value, body) is { } function)
            CallRule.Follow(function, location, body);
        else if (contract.Excludes() != Contract.RealMode.Excludes())
            body.Report(Descriptors.UnknownTarget, location, NameOf(target));
    }

    private static IEnumerable<ITypeSymbol> TypeArgumentsAround(IMethodSymbol method)
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

        // Of several instances of one interface the first that is about the type itself.
        var holder = type.AllInterfaces
            .Where(implemented => SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, member.ContainingType))
            .OrderByDescending(implemented => implemented.TypeArguments.Any(argument => SymbolEqualityComparer.Default.Equals(argument, type)))
            .FirstOrDefault();
        return holder?.GetMembers(member.Name).OfType<IMethodSymbol>().FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, member));
    }

    private static string NameOf(IMethodSymbol target) => "'" + Members.NameOf(target) + "'";
}
