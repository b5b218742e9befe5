// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers;

/// <summary>The ids of all rules. The first two digits are the family; the rules and the code fixes share this file.</summary>
internal static class RuleIds
{
    // 10xx: waiting
    public const string BlockingCall = "KRN1001";
    public const string Lock = "KRN1002";
    public const string Suspension = "KRN1003";

    // 11xx: managed memory
    public const string Allocation = "KRN1101";
    public const string Boxing = "KRN1102";
    public const string StringBuilding = "KRN1103";
    public const string DelegateCreation = "KRN1104";
    public const string HiddenCollection = "KRN1105";

    // 12xx: exceptions
    public const string Throw = "KRN1201";
    public const string Catch = "KRN1202";

    // 13xx: callees
    public const string UnannotatedCallee = "KRN1301";
    public const string UnknownTarget = "KRN1302";
    public const string UnknownLibraryMember = "KRN1303";

    // 14xx: static state
    public const string ThreadStatic = "KRN1401";
    public const string FirstUse = "KRN1402";

    // 15xx: the contract itself
    public const string EscapeWithoutReason = "KRN1501";
    public const string NothingToVerify = "KRN1502";
    public const string ContractMissing = "KRN1503";
    public const string NestedTooDeeply = "KRN1504";

    // 16xx: attributes that have become wrong
    public const string EscapeWithoutNeed = "KRN1601";
    public const string AttributeWithoutEffect = "KRN1602";
    public const string AttributesContradict = "KRN1603";

    // 20xx: locks
    public const string LockLeaked = "KRN2001";
    public const string LockNotHeld = "KRN2002";
    public const string LockTakenTwice = "KRN2003";
    public const string LockNotAcquired = "KRN2004";
    public const string LockNotHeldForCall = "KRN2005";
    public const string LockNotHeldForField = "KRN2006";
    public const string SleepsWithSpinLock = "KRN2007";
    public const string LockOrder = "KRN2008";
    public const string LockCopied = "KRN2009";
    public const string LockNamesNothing = "KRN2010";
    public const string LockContractDiffers = "KRN2011";

    // 21xx: address spaces
    public const string Dereference = "KRN2101";
    public const string AddressConverted = "KRN2102";

    // 22xx: publication
    public const string ReadBeforeFlag = "KRN2201";
    public const string FlagSetPlainly = "KRN2202";
    public const string SharedReadPlainly = "KRN2203";
    public const string SharedReadAgain = "KRN2204";

    // 23xx: layers
    public const string LayerCrossed = "KRN2301";
    public const string LayerUnknown = "KRN2302";
}
