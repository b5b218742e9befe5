// SPDX-License-Identifier: GPL-2.0-only
using Kernel.CodeFixes;
using NUnit.Framework;
using Verify = Kernel.Tests.Analyzers.CodeFixes.FixVerifier<Kernel.Tests.Analyzers.CodeFixes.LambdaStub, Kernel.CodeFixes.StaticLambdaFix>;

namespace Kernel.Tests.Analyzers.CodeFixes;

[TestOf(typeof(StaticLambdaFix))]
public class StaticLambdaFixTests
{
    [Test]
    public Task LambdasThatCaptureNothingBecomeStatic() => Verify.Fixes(
        """
        class C
        {
            const int K = 1;
            static int s;
            Func<int, int> _a = {|KRN1104:x => x + K|};
            Func<Task> _b = {|KRN1104:async () => await Task.Yield()|};
            Func<int, int> _c = {|KRN1104:delegate(int x) { return x + s; }|};
            Func<int, int> _d = {|KRN1104:[Kernel.RealMode] (x) => x|};
            Func<int, Func<int>> _e = {|KRN1104:(x) => static () => 1|};
        }
        """,
        """
        class C
        {
            const int K = 1;
            static int s;
            Func<int, int> _a = static x => x + K;
            Func<Task> _b = static async () => await Task.Yield();
            Func<int, int> _c = static delegate(int x) { return x + s; };
            Func<int, int> _d = [Kernel.RealMode] static (x) => x;
            Func<int, Func<int>> _e = static (x) => static () => 1;
        }
        """);

    [Test]
    public Task LambdasThatCaptureStayAsTheyAre() => Verify.OffersNothing(
        """
        class C
        {
            int _field;
            void M(int parameter)
            {
                int local = 1;
                void Function() => _field++;
                Func<int> a = {|KRN1104:() => parameter|};
                Func<int> b = {|KRN1104:() => local|};
                Func<int> c = {|KRN1104:() => _field|};
                Action d = {|KRN1104:() => Function()|};
            }
        }
        """);
}
