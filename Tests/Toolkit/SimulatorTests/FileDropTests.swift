import Foundation
import HTTPTypes
import Scenarios
import Testing

@testable import Simulator

/// The watched drop, in a folder of the test's own; it looks when the test says so.
@Suite struct FileDropTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "assay-drop-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder.appending(path: "ukgc"), withIntermediateDirectories: true)
    }

    private func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: "ukgc/\(name)"))
    }

    private func names(_ drop: FileDrop) async -> [String] {
        await drop.receptions(in: "ukgc").map { String($0.targetURI.dropFirst("file:ukgc/".count)) }
    }

    @Test func `a file is news once it has been the same for a while, and only once`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let drop = FileDrop(folder: folder.path)
        try write("old.csv", "1")
        await drop.open("ukgc", answers: [.accepted])
        try write("new.csv", "a")
        drop.look()
        try write("new.csv", "ab")
        drop.look()
        #expect(await names(drop).isEmpty)
        for _ in 0..<4 { drop.look() }
        #expect(await names(drop) == ["new.csv"])
        #expect(await drop.receptions(in: "ukgc").first?.fields[.contentType] == "text/csv")
    }

    @Test(arguments: ["drop", "./drop", "drop/", "a/../drop"]) func `a platform is told an absolute path`(folder: String) {
        let here = URL(filePath: FileManager.default.currentDirectoryPath).standardizedFileURL.path
        #expect(FileDrop(folder: folder).address(of: "reports") == here + "/drop/reports")
    }

    @Test func `uploads under way, hidden names, links and folders are not files`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let drop = FileDrop(folder: folder.path)
        await drop.open("ukgc", answers: [.accepted])
        for name in [".hidden", "a.tmp", "b.part", "c.filepart", "D.PARTIAL"] { try write(name, "x") }
        try FileManager.default.createDirectory(at: folder.appending(path: "ukgc/sub"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            at: folder.appending(path: "ukgc/link.csv"), withDestinationURL: URL(filePath: "/etc/hostname"))
        for _ in 0..<5 { drop.look() }
        #expect(await names(drop).isEmpty)
        try FileManager.default.moveItem(at: folder.appending(path: "ukgc/a.tmp"), to: folder.appending(path: "ukgc/a.csv"))
        for _ in 0..<5 { drop.look() }
        #expect(await names(drop) == ["a.csv"])
    }

    @Test func `the digest beside a file comes with it, and is no file itself`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let drop = FileDrop(folder: folder.path)
        await drop.open("ukgc", answers: [.accepted])
        try write("abc.json", "abc")
        try write("abc.json.sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  abc.json\n")
        for _ in 0..<3 { drop.look() }
        let reception = try #require(await drop.receptions(in: "ukgc").first)
        let field = try #require(HTTPField.Name("Content-Digest"))
        #expect(reception.fields[field] == "sha-256=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:")
        #expect(await names(drop) == ["abc.json"])
    }

    @Test func `a mailbox that is not open receives nothing`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let drop = FileDrop(folder: folder.path)
        try write("a.csv", "x")
        for _ in 0..<4 { drop.look() }
        #expect(await drop.receptions(in: "ukgc").isEmpty)
    }
}
