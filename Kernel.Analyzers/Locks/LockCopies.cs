// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Analyzers.Locks;

/// <summary>Reports copies of a lock that is a struct: a copy is another lock.</summary>
internal static class LockCopies
{
    public static void Judge(IOperation block, Action<Diagnostic> report)
    {
        foreach (var operation in block.DescendantsAndSelf())
        {
            if (Copied(operation) is { } value && LockContracts.IsSpinLock(value.Type) && IsPlace(value))
            {
                report(Diagnostic.Create(LockDescriptors.Copied, value.Syntax.GetLocation(), "'" + value.Syntax + "'"));
            }
            else if (operation is IInvocationOperation { Instance: IFieldReferenceOperation { Field.IsReadOnly: true } field } &&
                LockContracts.IsSpinLock(field.Type))
            {
                report(Diagnostic.Create(LockDescriptors.Copied, field.Syntax.GetLocation(), "'" + field.Syntax + "', which is readonly,"));
            }
        }
    }

    private static IOperation? Copied(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation { IsRef: false } assignment => assignment.Value,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.RefKind: RefKind.None } } initializer =>
            initializer.Value,
        IArgumentOperation { Parameter.RefKind: RefKind.None } argument => argument.Value,
        IReturnOperation { ReturnedValue: { } returned } => returned,
        _ => null,
    };

    private static bool IsPlace(IOperation value) =>
        value is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IArrayElementReferenceOperation;
}
