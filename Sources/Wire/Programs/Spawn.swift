internal import CSpawn
internal import Foundation

/// What the system is asked for.
enum Spawn {
    /// Starts a program.
    /// - Returns: its process identifier.
    /// - Throws: `ProgramError` with what the first refused call said, also of those that only prepare.
    static func child(_ program: Program) throws(ProgramError) -> Int32 {
        let streams = [(program.input, Int32(0)), (program.output, 1), (program.errors, 2)]
        defer { for (stream, number) in streams { stream.closeChildsEnd(number) } }
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = unsafe posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        func demand(_ code: Int32) throws(ProgramError) { if code != 0 { throw ProgramError(path: program.path, code: code) } }
        try demand(unsafe posix_spawn_file_actions_init(&actions))
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        try demand(unsafe posix_spawnattr_init(&attributes))
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        for (stream, number) in streams {
            switch stream {
            case .null:
                try demand(unsafe posix_spawn_file_actions_addopen(&actions, number, "/dev/null", number == 0 ? O_RDONLY : O_WRONLY, 0))
            case .inherited: break
            case .file, .pipe: try demand(unsafe posix_spawn_file_actions_adddup2(&actions, stream.childsEnd(number), number))
            }
        }
        if let folder = program.folder { try demand(unsafe posix_spawn_file_actions_addchdir_np(&actions, folder)) }
        // A group of its own, as Foundation's `Process` made one: the terminal's signals are for this process to answer.
        var flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        #if canImport(Darwin)
            flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
        #else
            try demand(unsafe posix_spawn_file_actions_addclosefrom_np(&actions, 3))
        #endif
        try demand(unsafe posix_spawnattr_setflags(&attributes, Int16(flags)))
        try demand(unsafe posix_spawnattr_setpgroup(&attributes, 0))
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        try demand(unsafe posix_spawnattr_setsigmask(&attributes, &signals))
        unsafe sigfillset(&signals)
        try demand(unsafe posix_spawnattr_setsigdefault(&attributes, &signals))
        let environment = program.environment ?? ProcessInfo.processInfo.environment
        let arguments = CStrings([program.path] + program.arguments)
        let variables = CStrings(environment.map { "\($0.key)=\($0.value)" })
        var identifier: pid_t = 0
        try demand(unsafe posix_spawn(&identifier, program.path, &actions, &attributes, arguments.pointers, variables.pointers))
        return identifier
    }

    /// Waits until a child has ended, and leaves its entry where it is.
    static func awaitEnd(of identifier: Int32) {
        var information = unsafe siginfo_t()
        while unsafe waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    }

    /// Takes the entry of a child that has ended.
    static func takeEnd(of identifier: Int32) -> ProgramEnd {
        var status: Int32 = 0
        while unsafe waitpid(identifier, &status, 0) == -1 {
            // Somebody else took it: how it ended is not known.
            if errno != EINTR { return .exited(255) }
        }
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal)
    }
}

extension Program.Stream {
    /// The descriptor that becomes the child's standard stream.
    func childsEnd(_ number: Int32) -> Int32 {
        switch self {
        case .null, .inherited: number
        case .file(let handle): handle.fileDescriptor
        case .pipe(let pipe): (number == 0 ? pipe.fileHandleForReading : pipe.fileHandleForWriting).fileDescriptor
        }
    }

    func closeChildsEnd(_ number: Int32) {
        guard case .pipe(let pipe) = self else { return }
        try? (number == 0 ? pipe.fileHandleForReading : pipe.fileHandleForWriting).close()
    }
}

/// Texts as C wants them, with a nil at the end, for as long as this is held.
@safe private final class CStrings {
    let pointers: [UnsafeMutablePointer<CChar>?]

    init(_ texts: [String]) { unsafe pointers = texts.map { unsafe strdup($0) } + [nil] }

    deinit { unsafe pointers.forEach { unsafe free($0) } }
}
