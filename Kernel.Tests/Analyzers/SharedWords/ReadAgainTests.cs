// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.SharedWords;

/// <summary>What was tested of a shared word is what is used: it is read once for each decision.</summary>
public class ReadAgainTests
{
    [TestCase("if (READ_ONCE(&vcpu->vpa) != null) use({|KRN2204:READ_ONCE(&vcpu->vpa)|});")]
    [TestCase("if (READ_ONCE(&vcpu->vpa) == null) return 1; use({|KRN2204:READ_ONCE(&vcpu->vpa)|});")]
    [TestCase("if (READ_ONCE(&vcpu->vpa) != null && {|KRN2204:READ_ONCE(&vcpu->vpa)|}->yield_count > 3) n++;")]
    [TestCase("lppaca* v = READ_ONCE(&vcpu->vpa); if (v != null) use({|KRN2204:READ_ONCE(&vcpu->vpa)|});")]
    [TestCase("if (READ_ONCE(&vcpu->vpa) != null) { lppaca* v = {|KRN2204:READ_ONCE(&vcpu->vpa)|}; use(v); }")]
    [TestCase("if (READ_ONCE(&vcpu->vpa) != null) { lppaca* v = {|KRN2204:READ_ONCE(&vcpu->vpa)|}; lppaca* w = v; use(w); }")]
    [TestCase("if (likely(READ_ONCE(&vcpu->vpa) != null)) use({|KRN2204:READ_ONCE(&vcpu->vpa)|});")]
    [TestCase("if ((READ_ONCE(&vc->state) & 3) != 0) use({|KRN2204:READ_ONCE(&vc->state)|} >> 2);")]
    [TestCase("if (READ_ONCE(&vc->state) == 1) n = 1; else if ({|KRN2204:READ_ONCE(&vc->state)|} == 2) n = 2;",
        Description = "one decision")]
    [TestCase("if (READ_ONCE(&vc->state) > 1 && {|KRN2204:READ_ONCE(&vc->state)|} < 5) n = 2;")]
    [TestCase("n = READ_ONCE(&vc->state) > 5 ? {|KRN2204:READ_ONCE(&vc->state)|} : 5;")]
    [TestCase("if (READ_ONCE(&vc->state) > 1) return {|KRN2204:READ_ONCE(&vc->state)|};")]
    [TestCase("while (READ_ONCE(&vcpu->vpa) != null) use({|KRN2204:READ_ONCE(&vcpu->vpa)|});")]
    [TestCase("while (READ_ONCE(&vcpu->vpa) == null) cpu_relax(); use({|KRN2204:READ_ONCE(&vcpu->vpa)|});")]
    [TestCase("ulong* p = &vcpu->pending; if (READ_ONCE(p) > 3) n = (int){|KRN2204:READ_ONCE(&vcpu->pending)|};")]
    [TestCase("vcore* same = vcpu->vcore; if (READ_ONCE(&vcpu->vcore->state) > 3) use({|KRN2204:READ_ONCE(&same->state)|});")]
    [TestCase("if (STATE(vc) > 3) use({|KRN2204:READ_ONCE(&vc->state)|});", Description = "a function that reads it")]
    [TestCase("if (READ_ONCE(&vc->state) > 3) use({|KRN2204:STATE(vc)|});")]
    [TestCase("if ({|KRN2203:vcpu->vpa|} != null) use({|KRN2204:vcpu->vpa|});")]
    [TestCase("if ({|KRN2203:vcpu->vpa|} != null) {|KRN2204:vcpu->vpa|}->yield_count++;")]
    [TestCase("if (READ_ONCE(&vcpu->dtl) != null) use({|KRN2204:READ_ONCE(&vcpu->dtl)|});", Description = "guarded, without the lock")]
    public Task KernelWordReadAgainIsReported(string statements) => SharedWordVerifier.Body(statements);

    [TestCase("lppaca* v = READ_ONCE(&vcpu->vpa); if (v != null) use(v);")]
    [TestCase("lppaca* v; if ((v = READ_ONCE(&vcpu->vpa)) != null) use(v);")]
    [TestCase("while (READ_ONCE(&vc->state) == 0) cpu_relax();")]
    [TestCase("if (READ_ONCE(&vc->state) != 0) while (READ_ONCE(&vc->state) != 0) cpu_relax();")]
    [TestCase("int old; do { old = READ_ONCE(&vc->count); if (old >= 0x100) break; } while (cmpxchg(&vc->count, old, old + 1) != old);")]
    [TestCase("if (READ_ONCE(&vc->count) > 3) { int old; do { old = READ_ONCE(&vc->count); " +
        "} while (cmpxchg(&vc->count, old, old | 4) != old); }")]
    [TestCase("if (READ_ONCE(&vc->count) > 3) cmpxchg(&vc->count, READ_ONCE(&vc->count), 0);", Description = "a stale value makes it fail")]
    [TestCase("if (n > 3) use(READ_ONCE(&vcpu->vpa)); else use(READ_ONCE(&vcpu->vpa));")]
    [TestCase("if (READ_ONCE(&vc->state) > 3) n = 1; use(READ_ONCE(&vc->state));", Description = "whatever the test said")]
    [TestCase("if (READ_ONCE(&vc->state) != 0) return 1; n++; if (READ_ONCE(&vc->state) != 0) return 2;", Description = "another decision")]
    [TestCase("if (READ_ONCE(&vcpu->vpa) == null) { init(&n); use(READ_ONCE(&vcpu->vpa)); }",
        Description = "to see whether it has changed")]
    [TestCase("if (READ_ONCE(&vcpu->vpa) == null) init(&n); use(READ_ONCE(&vcpu->vpa));")]
    [TestCase("if (READ_ONCE(&vcpu->vpa) != null) { WRITE_ONCE(&vcpu->vpa, null); use(READ_ONCE(&vcpu->vpa)); }",
        Description = "its own write")]
    [TestCase("if (READ_ONCE(&vc->state) > 3) { vc->state = 1; use(READ_ONCE(&vc->state)); }")]
    [TestCase("if (READ_ONCE(&vcpu->pending) > 3) { set_bit(1, &vcpu->pending); n = (int)READ_ONCE(&vcpu->pending); }")]
    [TestCase("if (READ_ONCE(&vcpu->vpa) != null) { vcpu = next(vcpu); use(READ_ONCE(&vcpu->vpa)); }", Description = "another object")]
    [TestCase("if (READ_ONCE(&vcpu->vcore->state) > 3) { vcpu->vcore = vc; use(READ_ONCE(&vcpu->vcore->state)); }")]
    [TestCase("if (READ_ONCE(&vcpu->vpa) != null) { lppaca* v = READ_ONCE(&vcpu->vpa); if (v != null) use(v); }",
        Description = "tested itself")]
    [TestCase("if (READ_ONCE(&vc->state) > 3) { spin_lock(&vcpu->other_lock); use(READ_ONCE(&vc->state));" +
        " spin_unlock(&vcpu->other_lock); }",
        Description = "a lock begins a new decision")]
    [TestCase("for (vcpu* v = vcpu; v != vcpu + 3; v = next(v)) if (READ_ONCE(&v->ceded) > 1) n += READ_ONCE(&v->vcore->state);")]
    [TestCase("for (vcpu* v = vcpu; v != vcpu + 3; v = next(v)) n += READ_ONCE(&v->ceded);")]
    [TestCase("use(READ_ONCE(&vc->state)); use(READ_ONCE(&vc->state));", Description = "no test")]
    [TestCase("if (READ_ONCE(&vc->state) > 3) use(READ_ONCE(&vc->count));", Description = "another word")]
    [TestCase("if (READ_ONCE(&vc->plain) > 3) use(READ_ONCE(&vc->plain));", Description = "not shared")]
    public Task KernelWordReadOnceForADecisionIsQuiet(string statements) => SharedWordVerifier.Body(statements);

    [TestCase("if ({|KRN2203:_node|} != null) {|KRN2204:_node|}.Do();", Description = "the classic")]
    [TestCase("if ({|KRN2203:_node|} is null) return 1; n = {|KRN2204:_node|}.Value;")]
    [TestCase("if (Volatile.Read(ref _node) != null) {|KRN2204:Volatile.Read(ref _node)|}!.Do();")]
    [TestCase("n = Volatile.Read(ref _node) is null ? 0 : {|KRN2204:Volatile.Read(ref _node)|}!.Value;")]
    [TestCase("if (Volatile.Read(ref _node) is { } node) {|KRN2204:Volatile.Read(ref _node)|}!.Do();")]
    [TestCase("if (_volatile != null) {|KRN2204:_volatile|}.Do();")]
    [TestCase("if (_marked is not null && {|KRN2204:_marked|}.Value > 3) n++;")]
    [TestCase("if (Current != null) {|KRN2204:Current|}.Do();", Description = "a property that reads it")]
    [TestCase("if (HasCurrent) n++; else n--; if (Current is not null) n = {|KRN2204:Volatile.Read(ref _node)|}!.Value;")]
    [TestCase("if (HasCurrent) {|KRN2204:Current|}!.Do();")]
    [TestCase("bool has = Volatile.Read(ref _node) != null; if (has) {|KRN2204:Volatile.Read(ref _node)|}!.Do();")]
    [TestCase("bool inRange = Volatile.Read(ref _count) > 3 && {|KRN2204:Volatile.Read(ref _count)|} < 5;")]
    [TestCase("if (Live != null) n = {|KRN2204:_volatile|}!.Value;")]
    [TestCase("if (Volatile.Read(ref other._count) > 3) n = {|KRN2204:Volatile.Read(ref other._count)|};")]
    [TestCase("if (Volatile.Read(ref s_node) != null) {|KRN2204:Volatile.Read(ref s_node)|}!.Do();")]
    [TestCase("ref int word = ref _count; if (Volatile.Read(ref word) > 3) n = {|KRN2204:Volatile.Read(ref _count)|};")]
    [TestCase("Action f = () => { if (Volatile.Read(ref _node) != null) {|KRN2204:Volatile.Read(ref _node)|}!.Do(); };")]
    [TestCase("void Local() { if (Volatile.Read(ref _node) != null) {|KRN2204:Volatile.Read(ref _node)|}!.Do(); } Local();")]
    [TestCase("try { if (Volatile.Read(ref _count) > 3) n = {|KRN2204:Volatile.Read(ref _count)|}; } finally { n++; }")]
    [TestCase("switch (Volatile.Read(ref _count)) { case 1: break; case > 3: n = {|KRN2204:Volatile.Read(ref _count)|}; break; }")]
    public Task FieldReadAgainIsReported(string statements) => SharedWordVerifier.Member(statements);

    [TestCase("if (Volatile.Read(ref _node) is { } node) node.Do();")]
    [TestCase("var node = Volatile.Read(ref _node); if (node != null) node.Do();")]
    [TestCase("Volatile.Read(ref _node)?.Do(); _volatile?.Do(); _node?.Next?.Do();")]
    [TestCase("n = (_volatile ?? new Node()).Value;")]
    [TestCase("if (_volatile == null) lock (_gate) { if (_volatile == null) _volatile = new Node(); } n = _volatile.Value;",
        Description = "double-checked")]
    [TestCase("if (Volatile.Read(ref _guarded) == null) lock (_gate) { if (_guarded == null) _guarded = new Node(); _guarded.Do(); }")]
    [TestCase("if (Volatile.Read(ref _flag)) return 1; n++; if (Volatile.Read(ref _flag)) return 2;")]
    [TestCase("if (Volatile.Read(ref _node) != null) { _node = new Node(); n = Volatile.Read(ref _node)!.Value; }")]
    [TestCase("int old; do old = Volatile.Read(ref _count); while (Interlocked.CompareExchange(ref _count, old + 1, old) != old);")]
    [TestCase("if (Volatile.Read(ref _node) != null) n = Volatile.Read(ref other._node)!.Value;", Description = "another object")]
    [TestCase("if (Volatile.Read(ref _count) > 3) { Action f = () => n = Volatile.Read(ref _count); }", Description = "runs later")]
    [TestCase("if (_ordinary != null) _ordinary.Do();")]
    [TestCase("switch (Volatile.Read(ref _count)) { case 1: n++; break; case 2: n--; break; default: return 3; }")]
    [TestCase("n = Volatile.Read(ref _count) switch { 1 => 2, > 3 => 4, _ => 5 };")]
    [TestCase("while (true) { var node = Volatile.Read(ref _node); if (node == null) break; node.Do(); }")]
    public Task FieldReadOnceForADecisionIsQuiet(string statements) => SharedWordVerifier.Member(statements);
}
