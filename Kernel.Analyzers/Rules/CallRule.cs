// SPDX-License-Identifier: MIT
using Kernel.Analyzers.AddressSpaces;
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Rules;

/// <summary>
/// Judges a call by the callee's contract; without one by its body, if it is in source; else by what is known of compiled code.
/// </summary>
internal sealed class CallRule : OperationRule
{
    public override void Judge(IOperation operation, JudgedBody body)
    {
        if (UnknownTarget(operation, body) is { } unknown)
            body.Report(HazardRules.UnknownTarget, operation, unknown);

        foreach (var call in CallFinder.Of(operation, body.Kernel))
            Judge(ResolvedCall.Of(call, body.Instance), operation, body);
    }

    /// <summary>Judges the call of the base class's constructor that no syntax states.</summary>
    public override void JudgeFunction(JudgedBody body)
    {
        var constructor = body.Function;
        if (constructor is { MethodKind: MethodKind.Constructor, ContainingType: { IsReferenceType: true, BaseType: { } @base } } &&
            !constructor.DeclaringSyntaxReferences.Any(reference => HasInitializer(reference.GetSyntax())) &&
            @base.InstanceConstructors.FirstOrDefault(candidate => candidate.Parameters.IsEmpty) is { } implied)
        {
            Judge(ResolvedCall.Of(new SourceCall(implied, receiver: null), body.Instance), null, body);
        }
    }

    /// <summary>
    /// Whether the call of the base constructor is an operation of the body, as in every constructor that is written out.
    /// </summary>
    private static bool HasInitializer(SyntaxNode constructor) => constructor switch
    {
        ConstructorDeclarationSyntax => true,
        TypeDeclarationSyntax primary => primary.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>().Any() == true,
        _ => false,
    };

    private static void Judge(ResolvedCall call, IOperation? operation, JudgedBody body) =>
        Judge(call, operation, operation is null ? body.Function.Locations[0] : LocationOf(operation), body);

    /// <summary>Judges one call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="operation">The operation whose arguments the call has; null if there is none.</param>
    /// <param name="location">Where to report it.</param>
    /// <param name="body">The calling body.</param>
    public static void Judge(ResolvedCall call, IOperation? operation, Location location, JudgedBody body)
    {
        var target = call.Target;
        var contract = body.Kernel.Contracts.Of(target);
        if (contract == Contract.MightSleep)
            body.Report(HazardRules.BlockingCall, location, Members.Quoted(target));
        else if (body.Kernel.Contracts.MayDeclare(target.ContainingAssembly) && AddressSpaceAttributes.IsDereference(target))
            body.Report(HazardRules.Dereference, location, Members.Quoted(target));
        else if (contract.Excludes() == Contract.RealMode.Excludes() || Members.IsZeroing(target))
            return;
        else if (call.IsBoxed)
            body.Report(HazardRules.Boxing, location, "A value of type '" + Members.NameOf(call.Receiver!) + "'");
        else if (call.IsOpen)
            JudgeOpen(call, operation, contract, location, body);
        else if (body.Kernel.IsSource(target))
            JudgeSource(target, operation, contract, location, body);
        else if (contract == Contract.None)
            CompiledCalls.Judge(call, operation, location, body);
        else
            body.Report(HazardRules.UnknownLibraryMember, Hazards.Allocates, location, Members.Quoted(target));
    }

    private static void JudgeOpen(ResolvedCall call, IOperation? operation, Contract contract, Location location, JudgedBody body)
    {
        if (operation is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } invocation &&
            DelegateTargets.FunctionIn(invocation.Instance, body) is { } function)
        {
            Follow(function, location, body);
        }
        else if (contract != Contract.None)
        {
            body.Report(HazardRules.UnknownTarget, Hazards.Allocates, location, Members.Quoted(call.Target));
        }
        else if (body.Kernel.IsSource(call.Target) || call.Target.MethodKind == MethodKind.DelegateInvoke)
        {
            body.Report(HazardRules.UnknownTarget, location, Members.Quoted(call.Target));
        }
        else
        {
            CompiledCalls.Judge(call, operation, location, body);
        }
    }

    private static void JudgeSource(IMethodSymbol target, IOperation? operation, Contract contract, Location location, JudgedBody body)
    {
        if (Members.IsAutomatic(target))
            return;

        if (contract == Contract.None)
            body.Report(HazardRules.UnannotatedCallee, Hazards.None, location, Members.Quoted(target));
        if (target.IsExtern)
        {
            body.Report(HazardRules.UnknownLibraryMember, location, Members.Quoted(target));
        }
        else if (Members.IsSynthesized(target))
        {
            SynthesizedMembers.Judge(target, location, body);
        }
        else
        {
            var bindings = operation is null ? [] : DelegateTargets.Bindings(operation, target.Parameters.Length, body);
            if (body.Kernel.InstanceOf(target, body.Instance, bindings) is { } callee)
                body.Call(callee, location, contract.Excludes());
            else
                body.Report(HazardRules.NestedTooDeeply, location, Members.Quoted(target));
        }
    }

    /// <summary>Judges a call of a function that was passed as a delegate.</summary>
    public static void Follow(FunctionInstance function, Location location, JudgedBody body)
    {
        var contract = body.Kernel.Contracts.Of(function.Function);
        if (contract == Contract.MightSleep)
            body.Report(HazardRules.BlockingCall, location, Members.Quoted(function.Function));
        else
            body.Call(function, location, contract.Excludes());
    }

    /// <summary>How messages name an operation that calls an unknown target; null for any other operation.</summary>
    private static string? UnknownTarget(IOperation operation, JudgedBody body) => operation switch
    {
        IFunctionPointerInvocationOperation => "The function pointer",
        IDynamicInvocationOperation or IDynamicObjectCreationOperation or
        IDynamicIndexerAccessOperation or IDynamicMemberReferenceOperation => "The dynamic operation",
        IBinaryOperation { OperatorMethod: null, Type.TypeKind: TypeKind.Dynamic } or
        IUnaryOperation { OperatorMethod: null, Type.TypeKind: TypeKind.Dynamic } => "The dynamic operation",
        ITypeParameterObjectCreationOperation creation when !IsZeroed(body.TypeOf(creation.Type)) => $"'new {creation.Type}()'",
        _ => null,
    };

    /// <summary>Whether <c>new T()</c> only clears a value of the type.</summary>
    private static bool IsZeroed(ITypeSymbol? type) => type is INamedTypeSymbol { IsValueType: true } value &&
        value.InstanceConstructors.All(constructor => !constructor.Parameters.IsEmpty || Members.IsZeroing(constructor));

    private static Location LocationOf(IOperation operation) => operation switch
    {
        IForEachLoopOperation loop => loop.Collection.Syntax.GetLocation(),
        IUsingOperation use => use.Resources.Syntax.GetLocation(),
        { Syntax: FixedStatementSyntax statement } => statement.Declaration.GetLocation(),
        { Syntax: ConstructorDeclarationSyntax constructor } => constructor.Identifier.GetLocation(),
        _ => operation.Syntax.GetLocation(),
    };
}
