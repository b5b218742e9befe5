// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Checklists;

/// <summary>RealtimeSanitizer's tests: each function that it intercepts, its functional tests, and its command line tests.</summary>
[TestFixture]
public sealed partial class RealtimeSanitizerChecklist
{
    private const string Memory = "malloc calloc realloc reallocf valloc aligned_alloc free posix_memalign memalign pvalloc mmap munmap " +
        "madvise posix_madvise mprotect msync mincore shm_open shm_unlink";
    private const string Sleep = "sleep usleep nanosleep sched_yield";
    private const string Files =
        "open openat creat fcntl close fopen fopencookie open_memstream fmemopen setbuf setvbuf setlinebuf setbuffer fgetpos fsetpos " +
            "fseek fseeko ftell ftello rewind ioctl " +
        "fdopen freopen lseek dup dup2 chmod fchmod umask process_vm_readv process_vm_writev mkdir rmdir fread fwrite fclose puts fputs " +
            "fflush fpurge " +
        "read write pread preadv pwritev readv pwrite writev";
    private const string Threads =
        "pthread_create pthread_mutex_lock pthread_mutex_unlock pthread_join OSSpinLockLock os_unfair_lock_lock pthread_spin_lock " +
            "pthread_cond_signal pthread_cond_broadcast pthread_cond_wait " +
        "pthread_rwlock_rdlock pthread_rwlock_wrlock pthread_rwlock_unlock";
    private const string Sockets =
        "getaddrinfo getnameinfo bind listen accept accept4 connect socket send sendmsg sendmmsg sendto recv recvfrom recvmsg recvmmsg " +
            "shutdown getsockname getpeername getsockopt setsockopt socketpair";
    private const string Multiplexing =
        "poll select pselect epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait ppoll kqueue kevent kevent64 inotify_init " +
            "inotify_init1 inotify_add_watch inotify_rm_watch " +
        "timerfd_create timerfd_settime timerfd_gettime";
    private const string Processes = "pipe pipe2 mkfifo fork execve syscall";
    private const string CommandLine =
        "basic blocking_call coroutine deduplicate_errors disabler enabler exit_stats fork_exec halt_on_error inactive log-path " +
            "pthread_cond_wait report_error_summary rtsan_ubsan " +
        "sanity_check_pure_c stack_suppressions syscall unrecognized_flags dlopen";

    internal static IReadOnlyList<ChecklistCase> Cases => [.. Interceptors, .. Functional, .. Lit];

    /// <summary>Each function that waits or allocates is reported in real mode only.</summary>
    private static IReadOnlyList<ChecklistCase> Interceptors =>
    [
        Call("malloc", "{|KRN1001:NativeMemory.Alloc(8)|}"),
        Call("calloc", "{|KRN1001:NativeMemory.AllocZeroed(8, 2)|}"),
        Call("realloc", "{|KRN1001:NativeMemory.Realloc(pointer, 8)|}"),
        Call("reallocf", "{|KRN1001:Marshal.ReAllocHGlobal((nint)pointer, 8)|}"),
        Call("valloc", "{|KRN1001:NativeMemory.AlignedAlloc(8, 4096)|}"),
        Call("aligned_alloc", "{|KRN1001:NativeMemory.AlignedAlloc(64, 64)|}"),
        Call("free", "{|KRN1001:NativeMemory.Free(pointer)|}"),
        Call("posix_memalign", "{|KRN1001:NativeMemory.AlignedRealloc(pointer, 64, 64)|}"),
        Call("memalign", "{|KRN1001:Marshal.AllocHGlobal(64)|}"),
        Call("pvalloc", "{|KRN1001:Marshal.AllocCoTaskMem(4096)|}"),
        Call("mmap", "{|KRN1001:System.IO.MemoryMappedFiles.MemoryMappedFile.CreateFromFile(text)|}"),
        Call("munmap", "{|KRN1303:map.Dispose()|}", "System.IO.MemoryMappedFiles.MemoryMappedFile map"),
        Native("madvise", "int madvise(void* address, nuint length, int advice)", "{|KRN1303:madvise(pointer, 8, 4)|}"),
        Native("posix_madvise", "int posix_madvise(void* address, nuint length, int advice)", "{|KRN1303:posix_madvise(pointer, 8, 4)|}"),
        Native("mprotect", "int mprotect(void* address, nuint length, int protection)", "{|KRN1303:mprotect(pointer, 8, 1)|}"),
        Call("msync", "{|KRN1001:view.Flush()|}", "System.IO.MemoryMappedFiles.MemoryMappedViewAccessor view"),
        Native("mincore", "int mincore(void* address, nuint length, byte* pages)", "{|KRN1303:mincore(pointer, 8, null)|}"),
        Call("shm_open", "{|KRN1001:System.IO.MemoryMappedFiles.MemoryMappedFile.CreateNew(text, 8)|}"),
        Native("shm_unlink", "int shm_unlink(byte* name)", "{|KRN1303:shm_unlink(null)|}"),

        Call("sleep", "{|KRN1001:Thread.Sleep(TimeSpan.FromTicks(number))|}"),
        Call("usleep", "{|KRN1001:Thread.Sleep(1)|}"),
        Native("nanosleep", "int nanosleep(long* duration, long* rest)", "{|KRN1303:nanosleep((long*)pointer, null)|}"),
        Call("sched_yield", "{|KRN1001:Thread.Yield()|}"),

        Call("open", "{|KRN1001:File.OpenHandle(text)|}"),
        Native("openat", "int openat(int folder, byte* path, int flags)", "{|KRN1303:openat(number, null, 0)|}"),
        Call("creat", "{|KRN1001:File.Create(text)|}"),
        Call("fcntl", "{|KRN1001:file.Lock(0, 1)|}", "FileStream file"),
        Call("close", "{|KRN1303:handle.Dispose()|}", Handle),
        Call("fopen", "{|KRN1001:File.Open(text, FileMode.Open)|}"),
        Call("fopencookie", "{|KRN1101:new StreamReader(stream)|}", "Stream stream"),
        Call("open_memstream", "{|KRN1101:new MemoryStream()|}"),
        Call("fmemopen", "{|KRN1101:new MemoryStream(bytes)|}", "byte[] bytes"),
        Call("setbuf", "{|KRN1101:new BufferedStream(stream)|}", "Stream stream"),
        Call("setvbuf", "{|KRN1101:new BufferedStream(stream, 64)|}", "Stream stream"),
        Call("setlinebuf", "{|KRN1001:writer.AutoFlush|} = true", "StreamWriter writer"),
        Call("setbuffer", "{|KRN1101:new FileStream(text, FileMode.Open, FileAccess.Read, FileShare.Read, 64)|}"),
        Call("fgetpos", "_ = {|KRN1001:file.Position|}", "FileStream file"),
        Call("fsetpos", "{|KRN1001:file.Position|} = number", "FileStream file"),
        Call("fseek", "{|KRN1001:file.Seek(number, SeekOrigin.Current)|}", "FileStream file"),
        Call("fseeko", "{|KRN1001:stream.Seek(8L, SeekOrigin.End)|}", "Stream stream"),
        Call("ftell", "_ = {|KRN1001:stream.Position|}", "Stream stream"),
        Call("ftello", "_ = {|KRN1001:file.Length|}", "FileStream file"),
        Call("rewind", "{|KRN1001:stream.Seek(0, SeekOrigin.Begin)|}", "Stream stream"),
        Call("ioctl", "{|KRN1001:socket.IOControl(number, null, null)|}", Socket),
        Call("fdopen", "{|KRN1101:new FileStream(handle, FileAccess.Read)|}", Handle),
        Call("freopen", "{|KRN1001:Console.SetOut(writer)|}", "TextWriter writer"),
        Native("lseek", "long lseek(int file, long offset, int whence)", "{|KRN1303:lseek(number, 8, 0)|}"),
        Native("dup", "int dup(int file)", "{|KRN1303:dup(number)|}"),
        Native("dup2", "int dup2(int file, int other)", "{|KRN1303:dup2(number, 2)|}"),
        Call("chmod", "{|KRN1001:File.SetUnixFileMode(text, UnixFileMode.UserRead)|}"),
        Call("fchmod", "{|KRN1001:File.SetUnixFileMode(handle, UnixFileMode.UserRead)|}", Handle),
        Native("umask", "uint umask(uint mask)", "{|KRN1303:umask(2)|}"),
        Native("process_vm_readv",
            "nint process_vm_readv(int process, void* local, nuint count, void* remote, nuint remotes, nuint flags)",
            "{|KRN1303:process_vm_readv(number, pointer, 1, pointer, 1, 0)|}"),
        Native("process_vm_writev",
            "nint process_vm_writev(int process, void* local, nuint count, void* remote, nuint remotes, nuint flags)",
            "{|KRN1303:process_vm_writev(number, pointer, 1, pointer, 1, 0)|}"),
        Call("mkdir", "{|KRN1001:Directory.CreateDirectory(text)|}"),
        Call("rmdir", "{|KRN1001:Directory.Delete(text)|}"),
        Call("fread", "{|KRN1001:file.ReadByte()|}", "FileStream file"),
        Call("fwrite", "{|KRN1001:file.WriteByte(1)|}", "FileStream file"),
        Call("fclose", "{|KRN1001:file.Dispose()|}", "FileStream file"),
        Call("puts", "{|KRN1001:Console.WriteLine(text)|}"),
        Call("fputs", "{|KRN1001:writer.Write(text)|}", "StreamWriter writer"),
        Call("fflush", "{|KRN1001:writer.Flush()|}", "StreamWriter writer"),
        Call("fpurge", "{|KRN1001:reader.DiscardBufferedData()|}", "StreamReader reader"),
        Call("read", "{|KRN1001:file.Read(bytes)|}", "FileStream file, byte[] bytes"),
        Call("write", "{|KRN1001:file.Write(bytes, 0, number)|}", "FileStream file, byte[] bytes"),
        Call("pread", "{|KRN1001:RandomAccess.Read(handle, bytes.AsSpan(), 8)|}", Handle + ", byte[] bytes"),
        Call("preadv", "{|KRN1001:RandomAccess.Read(handle, buffers, 8)|}", Handle + ", IReadOnlyList<Memory<byte>> buffers"),
        Call("pwritev", "{|KRN1001:RandomAccess.Write(handle, buffers, 8)|}", Handle + ", IReadOnlyList<ReadOnlyMemory<byte>> buffers"),
        Native("readv", "nint readv(int file, void* vectors, int count)", "{|KRN1303:readv(number, pointer, 1)|}"),
        Call("pwrite", "{|KRN1001:RandomAccess.Write(handle, bytes.AsSpan(), 8)|}", Handle + ", byte[] bytes"),
        Native("writev", "nint writev(int file, void* vectors, int count)", "{|KRN1303:writev(number, pointer, 1)|}"),

        Call("pthread_create", "{|KRN1001:{|KRN1101:new Thread(static () => { })|}.Start()|}"),
        Call("pthread_mutex_lock", "{|KRN1001:Monitor.Enter(thing)|}"),
        Call("pthread_mutex_unlock", "{|KRN1001:Monitor.Exit(thing)|}"),
        Call("pthread_join", "{|KRN1001:thread.Join()|}", "Thread thread"),
        Call("OSSpinLockLock", "{|KRN1001:spin.TryEnter(ref taken)|}", "ref SpinLock spin, ref bool taken"),
        Call("os_unfair_lock_lock", "{|KRN1001:unfair.Enter()|}", "System.Threading.Lock unfair"),
        Call("pthread_spin_lock", "{|KRN1001:spin.Enter(ref taken)|}", "ref SpinLock spin, ref bool taken"),
        Call("pthread_cond_signal", "{|KRN1001:Monitor.Pulse(thing)|}"),
        Call("pthread_cond_broadcast", "{|KRN1001:Monitor.PulseAll(thing)|}"),
        Call("pthread_cond_wait", "{|KRN1001:Monitor.Wait(thing)|}"),
        Call("pthread_rwlock_rdlock", "{|KRN1001:shared.EnterReadLock()|}", "ReaderWriterLockSlim shared"),
        Call("pthread_rwlock_wrlock", "{|KRN1001:shared.EnterWriteLock()|}", "ReaderWriterLockSlim shared"),
        Call("pthread_rwlock_unlock", "{|KRN1001:shared.ExitWriteLock()|}", "ReaderWriterLockSlim shared"),

        Call("getaddrinfo", "{|KRN1001:System.Net.Dns.GetHostAddresses(text)|}"),
        Call("getnameinfo", "{|KRN1001:System.Net.Dns.GetHostEntry(address)|}", "System.Net.IPAddress address"),
        Call("bind", "{|KRN1001:socket.Bind(end)|}", Socket + ", System.Net.EndPoint end"),
        Call("listen", "{|KRN1001:socket.Listen(1)|}", Socket),
        Call("accept", "{|KRN1001:socket.Accept()|}", Socket),
        Call("accept4", "{|KRN1001:server.AcceptSocket()|}", "System.Net.Sockets.TcpListener server"),
        Call("connect", "{|KRN1001:socket.Connect(end)|}", Socket + ", System.Net.EndPoint end"),
        Call("socket", "{|KRN1101:new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, " +
            "System.Net.Sockets.ProtocolType.Tcp)|}"),
        Call("send", "{|KRN1001:socket.Send(bytes)|}", Socket + ", byte[] bytes"),
        Call("sendmsg", "{|KRN1001:socket.Send(segments)|}", Socket + ", IList<ArraySegment<byte>> segments"),
        Native("sendmmsg", "int sendmmsg(int socket, void* messages, uint count, int flags)",
            "{|KRN1303:sendmmsg(number, pointer, 1, 0)|}"),
        Call("sendto", "{|KRN1001:socket.SendTo(bytes, end)|}", Socket + ", byte[] bytes, System.Net.EndPoint end"),
        Call("recv", "{|KRN1001:socket.Receive(bytes)|}", Socket + ", byte[] bytes"),
        Call("recvfrom", "{|KRN1001:socket.ReceiveFrom(bytes, ref end)|}", Socket + ", byte[] bytes, ref System.Net.EndPoint end"),
        Call("recvmsg", "{|KRN1001:socket.Receive(segments)|}", Socket + ", IList<ArraySegment<byte>> segments"),
        Native("recvmmsg", "int recvmmsg(int socket, void* messages, uint count, int flags, void* timeout)",
            "{|KRN1303:recvmmsg(number, pointer, 1, 0, null)|}"),
        Call("shutdown", "{|KRN1001:socket.Shutdown(System.Net.Sockets.SocketShutdown.Both)|}", Socket),
        Call("getsockname", "_ = {|KRN1001:socket.LocalEndPoint|}", Socket),
        Call("getpeername", "_ = {|KRN1001:socket.RemoteEndPoint|}", Socket),
        Call("getsockopt", "_ = {|KRN1001:socket.NoDelay|}", Socket),
        Call("setsockopt", "{|KRN1001:socket.NoDelay|} = true", Socket),
        Native("socketpair", "int socketpair(int domain, int type, int protocol, int* pair)", "{|KRN1303:socketpair(1, 1, 0, null)|}"),

        Call("poll", "{|KRN1001:socket.Poll(1, System.Net.Sockets.SelectMode.SelectRead)|}", Socket),
        Call("select", "{|KRN1001:System.Net.Sockets.Socket.Select(sockets, null, null, 1)|}", "List<System.Net.Sockets.Socket> sockets"),
        Native("pselect", "int pselect(int count, void* read, void* write, void* error, void* timeout, void* mask)",
            "{|KRN1303:pselect(number, pointer, null, null, null, null)|}"),
        Native("epoll_create", "int epoll_create(int size)", "{|KRN1303:epoll_create(1)|}"),
        Native("epoll_create1", "int epoll_create1(int flags)", "{|KRN1303:epoll_create1(0)|}"),
        Native("epoll_ctl", "int epoll_ctl(int poll, int operation, int file, void* what)", "{|KRN1303:epoll_ctl(number, 1, 2, pointer)|}"),
        Native("epoll_wait", "int epoll_wait(int poll, void* events, int most, int timeout)",
            "{|KRN1303:epoll_wait(number, pointer, 1, 1)|}"),
        Native("epoll_pwait", "int epoll_pwait(int poll, void* events, int most, int timeout, void* mask)",
            "{|KRN1303:epoll_pwait(number, pointer, 1, 1, null)|}"),
        Native("ppoll", "int ppoll(void* files, nuint count, void* timeout, void* mask)", "{|KRN1303:ppoll(pointer, 1, null, null)|}"),
        Native("kqueue", "int kqueue()", "{|KRN1303:kqueue()|}"),
        Native("kevent", "int kevent(int queue, void* changes, int count, void* events, int most, void* timeout)",
            "{|KRN1303:kevent(number, null, 0, pointer, 1, null)|}"),
        Native("kevent64", "int kevent64(int queue, void* changes, int count, void* events, int most, uint flags, void* timeout)",
            "{|KRN1303:kevent64(number, null, 0, pointer, 1, 0, null)|}"),
        Call("inotify_init", "{|KRN1101:new FileSystemWatcher()|}"),
        Call("inotify_init1", "{|KRN1101:new FileSystemWatcher(text)|}"),
        Call("inotify_add_watch", "{|KRN1001:watcher.EnableRaisingEvents|} = true", "FileSystemWatcher watcher"),
        Call("inotify_rm_watch", "{|KRN1303:watcher.Dispose()|}", "FileSystemWatcher watcher"),
        Call("timerfd_create", "{|KRN1101:new PeriodicTimer(TimeSpan.MaxValue)|}"),
        Call("timerfd_settime", "{|KRN1001:timer.Change(1, 1)|}", "Timer timer"),
        Native("timerfd_gettime", "int timerfd_gettime(int timer, void* value)", "{|KRN1303:timerfd_gettime(number, pointer)|}"),

        Call("pipe", "{|KRN1101:new System.IO.Pipes.AnonymousPipeServerStream()|}"),
        Call("pipe2", "{|KRN1101:new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.In, " +
            "HandleInheritability.None)|}"),
        Native("mkfifo", "int mkfifo(byte* path, uint mode)", "{|KRN1303:mkfifo(null, 0)|}"),
        Native("fork", "int fork()", "{|KRN1303:fork()|}"),
        Call("execve", "{|KRN1001:Process.Start(text)|}"),
        Native("syscall", "long syscall(long number)", "{|KRN1303:syscall(number)|}"),
    ];

    private const string Handle = "Microsoft.Win32.SafeHandles.SafeFileHandle handle";
    private const string Socket = "System.Net.Sockets.Socket socket";

    private static IReadOnlyList<ChecklistCase> Functional =>
    [
        Body("F1", "a vector grows", "{|KRN1101:list.Add(number)|};", "List<int> list"),
        Body("F2", "a pointer gets a new object", "thing = {|KRN1101:new object()|};"),
        Body("F3", "sleep_for", "{|KRN1001:Thread.Sleep(TimeSpan.FromMilliseconds(1))|};"),
        Body("F4", "a file stream is made", "_ = {|KRN1101:new StreamWriter(text)|};"),
        Body("F5", "a file stream is closed", "{|KRN1001:writer.Close()|};", "StreamWriter writer"),
        Body("F6", "a mutex is locked", "{|KRN1001:mutex.WaitOne()|};", "Mutex mutex"),
        Body("F7", "a mutex is unlocked", "{|KRN1001:mutex.ReleaseMutex()|};", "Mutex mutex"),
        Body("F8", "a shared mutex is locked", "{|KRN1001:shared.EnterWriteLock()|};", "ReaderWriterLockSlim shared"),
        Body("F9", "a shared mutex is unlocked", "{|KRN1001:shared.ExitWriteLock()|};", "ReaderWriterLockSlim shared"),
        Body("F10", "a shared mutex is locked to read", "{|KRN1001:shared.EnterReadLock()|};", "ReaderWriterLockSlim shared"),
        Body("F11", "a shared mutex is unlocked after reading", "{|KRN1001:shared.ExitReadLock()|};", "ReaderWriterLockSlim shared"),
        Body("F12", "a thread is started and joined",
            "var thread = {|KRN1101:new Thread(static () => { })|}; {|KRN1001:thread.Start()|}; {|KRN1001:thread.Join()|};"),
        Body("F13", "a function object captures", "Func<int> copy = {|KRN1104:() => number + array[0]|};"),
        Body("F14", "a big atomic is a lock, a small one none",
            "Interlocked.Exchange(ref number, 1); Volatile.Write(ref number, 2); {|KRN1002:lock|} (thing) big = (1, 2, 3, 4);",
            "(long, long, long, long) big"),
        Body("F15", "the first output", "{|KRN1001:{|KRN1001:Console.Out|}.Write(text)|};"),
        Body("F16", "the second output", "{|KRN1001:{|KRN1001:Console.Out|}.Write(1)|}; {|KRN1001:{|KRN1001:Console.Out|}.Write(2)|};"),
        Body("F17", "printf", "{|KRN1001:Console.Write(\"{0}\", text)|};"),
        Body("F18", "a throw inside of a try",
            "try { {|KRN1201:throw new InvalidOperationException();|} } {|KRN1202:catch|} (InvalidOperationException) { }"),
        ChecklistCase.Covered("F19", "switched off by configuration", """
            class C
            {
                [RealMode(Unchecked = "switched off by configuration")] void Escaped() => Thread.Sleep(1);
                void Outside() => Thread.Sleep(1);
                [RealMode] void M() => Escaped();
            }
            """),
    ];

    private static IReadOnlyList<ChecklistCase> Lit =>
    [
        Body("lit/basic", "an allocation two calls down", "_ = {|KRN1101:Outer(number)|};",
            members: "static int[] Outer(int n) => Inner(n); static int[] Inner(int n) => new int[n];"),
        ChecklistCase.Covered("lit/blocking_call", "a member declared to block is reported in real mode only", """
            static class C
            {
                [MightSleep] static void Wait() { }
                [RealMode] static void M() => {|KRN1001:Wait()|};
                static void Outside() => Wait();
            }
            """),
        ChecklistCase.Covered("lit/coroutine", "calling a coroutine allocates", """
            static class C
            {
                static IEnumerable<int> Iterator() { yield return 1; }
                static async Task Later() => await Task.Yield();
                [RealMode] static void M() { {|KRN1003:Iterator()|}; {|KRN1003:Later()|}; }
            }
            """),
        ChecklistCase.NotApplicable("lit/deduplicate_errors", "equal stacks are reported once",
            "There are no stacks at build time: each place is reported once."),
        ChecklistCase.Covered("lit/disabler", "escaped code is quiet, code beside it is not", """
            static class C
            {
                [RealMode(Unchecked = "outer")] static void Outer() { Inner(); Thread.Sleep(1); }
                [RealMode(Unchecked = "inner")] static void Inner() => Thread.Sleep(1);
                [RealMode] static void M() { Outer(); Inner(); {|KRN1001:Thread.Sleep(1)|}; }
            }
            """),
        ChecklistCase.Covered("lit/enabler", "code is restricted by its attribute, whoever calls it", """
            static class C
            {
                [RealMode] static void Restricted() => {|KRN1001:Thread.Sleep(1)|};
                static void M() { Thread.Sleep(1); Restricted(); }
            }
            """),
        ChecklistCase.NotApplicable("lit/exit_stats", "statistics at exit",
            "The analyzer judges a compilation and leaves counting to the build."),
        Body("lit/fork_exec", "a process is started", "{|KRN1001:Process.Start(text)|};"),
        ChecklistCase.NotApplicable("lit/halt_on_error", "whether the first error ends the program",
            "Nothing runs; .editorconfig says whether a finding ends the build."),
        ChecklistCase.Covered("lit/inactive", "without an attribute nothing is reported",
            "class C { void M() { Thread.Sleep(1); _ = new object(); Console.WriteLine(); } }"),
        ChecklistCase.NotApplicable("lit/log-path", "where reports are written", "Findings go the way of the compiler's own."),
        Body("lit/pthread_cond_wait", "a condition is waited for", "while (number == 0) {|KRN1001:Monitor.Wait(thing)|};"),
        ChecklistCase.NotApplicable("lit/report_error_summary", "a summary line for an error", "A finding is one line already."),
        ChecklistCase.NotApplicable("lit/rtsan_ubsan", "together with another sanitizer",
            "Analyzers do not change the program and so cannot get into each other's way."),
        Native("lit/sanity_check_pure_c", "void* malloc(nuint size)", "{|KRN1303:malloc(8)|}"),
        ChecklistCase.Covered("lit/stack_suppressions", "a named function is exempt, others are reported", """
            static class C
            {
                [RealMode(Unchecked = "known")] static void Known() => Thread.Sleep(1);
                static void Other() => Thread.Sleep(1);
                static void Way() => Known();
                [RealMode] static void M() { Way(); {|KRN1001:Other()|}; }
            }
            """),
        Native("lit/syscall", "long syscall(long number, long argument)", "{|KRN1303:syscall(number, 1)|}"),
        ChecklistCase.NotApplicable("lit/unrecognized_flags", "unknown options",
            "There are no options; the severities are the compiler's."),
        Body("lit/dlopen", "a library is loaded", "{|KRN1001:NativeLibrary.Load(text)|};"),
    ];

    private static IEnumerable<TestCaseData> Tests => ChecklistCase.Tests(Cases);

    [TestCaseSource(nameof(Tests))]
    public Task CaseIsReportedAsMarked(string source) => RealModeVerifier.InferredDeclarations(source);

    [Test]
    public void EveryInterceptorIsListed() => Assert.That(
        Interceptors.Select(entry => entry.Id),
        Is.EquivalentTo(string.Join(' ', Memory, Sleep, Files, Threads, Sockets, Multiplexing, Processes).Split(' ')));

    [Test]
    public void EveryOtherTestIsListed()
    {
        Assert.That(Functional.Select(entry => entry.Id), Is.EqualTo(Enumerable.Range(1, 19).Select(number => $"F{number}")));
        Assert.That(Lit.Select(entry => entry.Id), Is.EqualTo(CommandLine.Split(' ').Select(name => "lit/" + name)));
    }

    [Test]
    public void CasesThatDoNotApplyHaveAReason() =>
        Assert.That(Cases.Where(entry => entry.Source is null && string.IsNullOrWhiteSpace(entry.Reason)), Is.Empty);

    private static ChecklistCase Call(string id, string call, string parameters = "") =>
        Body(id, Marks().Replace(call, ""), call + ";", parameters);

    /// <summary>A function of the C library that .NET code can only reach by P/Invoke.</summary>
    private static ChecklistCase Native(string id, string declaration, string call) =>
        Body(id, Marks().Replace(call, ""), call + ";", members: "[DllImport(\"c\")] static extern " + declaration + ";");

    /// <summary>Verifies that statements are reported in real mode and not outside.</summary>
    private static ChecklistCase Body(string id, string what, string statements, string parameters = "", string members = "")
    {
        string all = "(int number, object thing, string text, int[] array, ulong* pointer" + (parameters.Length == 0 ? "" : ", " +
            "" + parameters) + ")";
        return ChecklistCase.Covered(id, what, $$"""
            static unsafe class Code
            {
                [RealMode] static void Run{{all}} { {{statements}} }
                static void Outside{{all}} { {{Marks().Replace(statements, "")}} }
                {{members}}
            }
            """);
    }

    [GeneratedRegex(@"\{\|KRN\d+:|\|\}")]
    private static partial Regex Marks();
}
