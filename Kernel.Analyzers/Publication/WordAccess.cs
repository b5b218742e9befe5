// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.Publication;

/// <summary>One access to a word, by <c>Volatile</c>, <c>Interlocked</c> or a <c>volatile</c> field.</summary>
/// <param name="path">The word, as a path from a parameter, <c>this</c> or a type.</param>
/// <param name="member">The field that the path ends in; null if it is the parameter itself.</param>
/// <param name="reads">Whether the word is read.</param>
/// <param name="writes">Whether the word is written.</param>
/// <param name="isResult">Whether the function does nothing but return the word, or what operators make of it.</param>
internal sealed class WordAccess(string path, ISymbol? member, bool reads, bool writes, bool isResult)
{
    /// <summary>The path of a word that has none, for example of an element of a table.</summary>
    public const string NoPath = "";

    public string Path => path;

    public ISymbol? Member => member;

    public bool Reads => reads;

    public bool Writes => writes;

    public bool IsResult => isResult;

    /// <summary>The access as a caller of the function sees it.</summary>
    public WordAccess In(string callerPath, ISymbol? callerMember, bool isCallersResult) =>
        new(callerPath, callerMember, reads, writes, isCallersResult);
}
