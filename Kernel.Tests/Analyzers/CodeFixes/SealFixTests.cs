// SPDX-License-Identifier: GPL-2.0-only
using Kernel.CodeFixes;
using NUnit.Framework;
using Verify = Kernel.Tests.Analyzers.CodeFixes.FixVerifier<Kernel.Tests.Analyzers.CodeFixes.OpenCallStub, Kernel.CodeFixes.SealFix>;

namespace Kernel.Tests.Analyzers.CodeFixes;

[TestOf(typeof(SealFix))]
public class SealFixTests
{
    private const string Class = "SealClass";
    private const string Override = "SealOverride";

    [Test]
    public Task ClassesThatNobodyDerivesFromAreSealed() => Verify.Fixes(
        """
        /// <summary>Open.</summary>
        public class A
        {
            /// <summary>Virtual.</summary>
            public virtual void V() { }
            virtual internal int P => 1;
        }
        class B : Exception { void M(A a) { {|KRN1302:a.V()|}; _ = {|KRN1302:a.P|}; _ = {|KRN1302:Message|}; _ = {|KRN1302:ToString()|}; } }
        """,
        """
        /// <summary>Open.</summary>
        public sealed class A
        {
            /// <summary>Virtual.</summary>
            public void V() { }
            internal int P => 1;
        }
        sealed class B : Exception { void M(A a) { a.V(); _ = a.P; _ = Message; _ = ToString(); } }
        """,
        Class, steps: 2);

    [Test]
    public Task ClassWithADerivedOneIsNotSealed() => Verify.OffersNothing(
        """
        public class A { public virtual void V() { } }
        public class D : A { }
        class C { void M(A a) => {|KRN1302:a.V()|}; }
        """);

    [Test]
    public Task ClassWithProtectedMembersIsNotSealed() => Verify.OffersNothing(
        "public class A { public virtual void V() { } protected void P() { } } class C { void M(A a) => {|KRN1302:a.V()|}; }");

    [Test]
    public Task AbstractInterfaceAndCompiledTargetsAreNotSealed() => Verify.OffersNothing(
        """
        public abstract class A { public abstract void V(); }
        public interface I { void V(); }
        class C
        {
            void M(A a, I i, Exception e)
            {
                {|KRN1302:a.V()|};
                {|KRN1302:i.V()|};
                _ = {|KRN1302:e.Message|};
                _ = e?{|KRN1302:.ToString()|};
            }
        }
        """);

    [Test]
    public Task OverridesThatNobodyOverridesAreSealed() => Verify.Fixes(
        """
        public abstract class A { public abstract void V(); public abstract int P { get; } }
        public class D : A
        {
            public override void V() { }

            // Kept.
            public override int P => 1;
        }
        public class E : D { }
        class C { void M(D d) { {|KRN1302:d.V()|}; _ = {|KRN1302:d.P|}; } }
        """,
        """
        public abstract class A { public abstract void V(); public abstract int P { get; } }
        public class D : A
        {
            public sealed override void V() { }

            // Kept.
            public sealed override int P => 1;
        }
        public class E : D { }
        class C { void M(D d) { d.V(); _ = d.P; } }
        """,
        Override);

    [Test]
    public Task OverrideThatIsOverriddenIsNotSealed() => Verify.OffersNothing(
        """
        public class D { public override string ToString() => ""; }
        public class E : D { public override string ToString() => "e"; }
        class C { string M(D d) => {|KRN1302:d.ToString()|}; }
        """,
        Override);
}
