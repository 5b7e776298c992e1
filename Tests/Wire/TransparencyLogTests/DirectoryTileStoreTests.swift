import Foundation
import Synchronization
import TestSupport
import Testing

@testable import TransparencyLog

@Suite struct DirectoryTileStoreTests {
    private let folder: TemporaryFolder
    private let store: DirectoryTileStore

    init() throws {
        folder = try TemporaryFolder()
        store = DirectoryTileStore(directory: folder.path + "/log")
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: "\(folder.path)/log/\(path)")[.posixPermissions] as? Int
    }

    @Test func `a created file is there, read-only, and nothing else`() throws {
        #expect(try store.read("tile/0/000") == nil)
        try store.create("tile/0/000", [1, 2, 3])
        #expect(try store.read("tile/0/000") == [1, 2, 3])
        #expect(try mode("tile/0/000") == 0o444)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/log/tile/0") == ["000"])
        #expect(try store.tilePaths() == ["tile/0/000"])
    }

    @Test func `creating again with equal bytes is nothing, with others a conflict`() throws {
        try store.create("tile/0/000", [1, 2, 3])
        try store.create("tile/0/000", [1, 2, 3])
        #expect(throws: LogError(.conflict, "")) { try store.create("tile/0/000", [1, 2]) }
        #expect(throws: LogError(.conflict, "")) { try DirectoryTileStore(directory: folder.path + "/log").create("tile/0/000", []) }
        #expect(try store.read("tile/0/000") == [1, 2, 3])
    }

    @Test func `the checkpoint is replaced`() throws {
        try store.replace("checkpoint", [1])
        try store.replace("checkpoint", [2, 3])
        #expect(try store.read("checkpoint") == [2, 3])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/log") == ["checkpoint"])
    }

    @Test func `paths that leave the log or hide in it are refused`() throws {
        for path in ["", "/etc/passwd", "../x", "tile/../../x", "tile//0", ".hidden", "tile/.x", "tile/0/", "Tile/0", "tile/0\u{0}", "ü"] {
            #expect(throws: LogError(.malformed, ""), "\(path)") { try store.read(path) }
            #expect(throws: LogError(.malformed, ""), "\(path)") { try store.create(path, [1]) }
            #expect(throws: LogError(.malformed, ""), "\(path)") { try store.replace(path, [1]) }
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/log"))
    }

    @Test func `links, folders and enormous files are not read`() throws {
        try store.create("tile/0/000", [1])
        let log = folder.path + "/log"
        try FileManager.default.createSymbolicLink(atPath: log + "/tile/0/001", withDestinationPath: "/etc/hostname")
        #expect(throws: LogError(.storage, "")) { try store.read("tile/0/001") }
        #expect(throws: LogError(.storage, "")) { try store.read("tile/0") }
        #expect(FileManager.default.createFile(atPath: log + "/tile/0/002", contents: nil))
        let big = try #require(FileHandle(forWritingAtPath: log + "/tile/0/002"))
        try big.truncate(atOffset: UInt64(DirectoryTileStore.maximumFileBytes + 1))
        try big.close()
        #expect(throws: LogError(.storage, "")) { try store.read("tile/0/002") }
    }

    @Test func `what a crashed process left does not disturb`() throws {
        try store.create("tile/0/000", [1])
        let leftover = "\(folder.path)/log/tile/0/.001.\(getpid()).1"
        #expect(FileManager.default.createFile(atPath: leftover, contents: Data([9])))
        let fresh = DirectoryTileStore(directory: folder.path + "/log")
        try fresh.create("tile/0/001", [2])
        #expect(try fresh.read("tile/0/001") == [2])
        #expect(try fresh.tilePaths() == ["tile/0/000", "tile/0/001"])
    }

    @Test func `the file is synchronized before its folder, and each new folder's parent as well`() throws {
        let synchronized = Mutex<[String]>([])
        let store = DirectoryTileStore(directory: folder.path + "/log") { descriptor in
            let name = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")) ?? "?"
            synchronized.withLock { $0.append(name) }
            return fsync(descriptor)
        }
        try #require(FileManager.default.fileExists(atPath: "/proc/self/fd"), "this test reads /proc")
        try store.create("tile/0/000", [1])
        let log = folder.path + "/log"
        let first = synchronized.withLock { $0 }
        #expect(first.count == 5)
        #expect(Array(first.prefix(3)) == [folder.path, log, log + "/tile"])
        #expect(first[3].hasPrefix(log + "/tile/0/.000."))
        #expect(first[4] == log + "/tile/0")
        synchronized.withLock { $0 = [] }
        try store.create("tile/0/001", [1])
        try store.replace("checkpoint", [1])
        let then = synchronized.withLock { $0 }
        #expect(then.count == 4)
        #expect(then[0].hasPrefix(log + "/tile/0/.001.") && then[1] == log + "/tile/0")
        #expect(then[2].hasPrefix(log + "/.checkpoint.") && then[3] == log)
    }

    @Test func `a store made anew makes folders durable that a crash may have left in doubt`() throws {
        try store.create("tile/0/000", [1])
        let synchronized = Mutex(0)
        let fresh = DirectoryTileStore(directory: folder.path + "/log") { descriptor in
            synchronized.withLock { $0 += 1 }
            return fsync(descriptor)
        }
        try fresh.create("tile/0/000", [1])
        // The two folders below the log in their parents, the file and its folder.
        #expect(synchronized.withLock { $0 } == 4)
    }

    @Test(arguments: [EIO, ENOSPC]) func `after a failed synchronization nothing more is written`(_ number: Int32) throws {
        let isBroken = Mutex(false)
        let store = DirectoryTileStore(directory: folder.path + "/log") { descriptor in
            guard isBroken.withLock({ $0 }) else { return fsync(descriptor) }
            errno = number
            return -1
        }
        try store.create("tile/0/000", [1])
        isBroken.withLock { $0 = true }
        #expect(throws: LogError(.mediumFailed, "")) { try store.create("tile/0/001", [2]) }
        isBroken.withLock { $0 = false }
        #expect(throws: LogError(.mediumFailed, "")) { try store.create("tile/0/002", [3]) }
        #expect(throws: LogError(.mediumFailed, "")) { try store.replace("checkpoint", [3]) }
        #expect(try store.read("tile/0/000") == [1])
        #expect(try store.read("tile/0/001") == nil)
        #expect(try store.read("checkpoint") == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/log/tile/0") == ["000"])
    }

    @Test func `an input or output error of any call is the medium's, want of room only that of a synchronization`() {
        for call in ["create", "write", "rename", "link", "mkdir", "fsync"] {
            #expect(POSIXFile.Failure(call: call, number: EIO).isOfMedium)
            #expect(POSIXFile.Failure(call: call, number: ENOSPC).isOfMedium == (call == "fsync"))
        }
    }

    @Test func `a synchronization that a signal interrupts is asked for again`() throws {
        let calls = Mutex(0)
        let store = DirectoryTileStore(directory: folder.path + "/log") { descriptor in
            let isFirst = calls.withLock { calls in
                calls += 1
                return calls == 1
            }
            guard isFirst else { return fsync(descriptor) }
            errno = EINTR
            return -1
        }
        try store.create("tile/0/000", [1])
        #expect(try store.read("tile/0/000") == [1])
    }

    @Test func `a log grows and is audited on disk`() throws {
        let builder = try Sample.grow(store, batches: [10, 290])
        #expect(LogReader(store).audit(verifier: try Sample.signer().verifier) == [])
        #expect(try TreeBuilder(resuming: store, size: 300).root == builder.root)
    }

    @Test func `writers of one file see one winner`() async throws {
        let store = store
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<8 {
                group.addTask { (try? store.create("tile/0/000", [UInt8(number)])) != nil }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 }.count == 1)
        #expect(try store.read("tile/0/000")?.count == 1)
    }
}
