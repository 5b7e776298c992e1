import Foundation
import Sealing
import TestSupport
import Testing

@Suite struct SecretFileTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = try folder.write("secret", to: "a.key")
    }

    private func set(_ mode: Int) throws { try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path) }

    @Test(arguments: [0o600, 0o400, 0o700])
    func `a secret that its owner alone can touch is read`(mode: Int) throws {
        try set(mode)
        #expect(try SecretFile.bytes(at: path) == Array("secret".utf8))
    }

    @Test(arguments: [0o640, 0o620, 0o610, 0o604, 0o602, 0o601, 0o644, 0o666])
    func `a secret that others can touch is refused with what to do`(mode: Int) throws {
        try set(mode)
        do {
            _ = try SecretFile.bytes(at: path)
            Issue.record("read with mode \(String(mode, radix: 8))")
        } catch {
            #expect(error.code == .exposed)
            #expect(error.description.contains("chmod 600 \(path)") && error.description.contains("0\(String(mode, radix: 8))"))
        }
    }

    @Test func `behind a link it is the file's mode that counts`() throws {
        let link = folder.path("link.key")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        try set(0o600)
        #expect(try SecretFile.bytes(at: link) == Array("secret".utf8))
        try set(0o644)
        #expect(throws: SealingError.self) { try SecretFile.bytes(at: link) }
    }

    @Test func `what is not there has no bytes, and an empty file has none`() throws {
        #expect(try SecretFile.bytes(at: folder.path("nothing")) == nil)
        try Data().write(to: URL(filePath: path))
        try set(0o600)
        #expect(try SecretFile.bytes(at: path) == [])
    }

    @Test func `a secret is written for its owner alone, in place of what was there`() throws {
        try set(0o644)
        try SecretFile.write(Array("another".utf8), to: path)
        #expect(try SecretFile.bytes(at: path) == Array("another".utf8), "the mode of the file before does not stay")
        try SecretFile.write([], to: folder.path("new.key"))
        #expect(try SecretFile.bytes(at: folder.path("new.key")) == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a.key", "new.key"])
    }

    @Test func `where nothing can be written the error names the file, and nothing is left behind`() throws {
        let missing = folder.path("nowhere/a.key")
        #expect { try SecretFile.write([1], to: missing) } throws: {
            ($0 as? SealingError)?.code == .unwritable && "\($0)".contains(missing)
        }
        try FileManager.default.createDirectory(atPath: folder.path("b.key"), withIntermediateDirectories: false)
        #expect(throws: SealingError.self) { try SecretFile.write([1], to: folder.path("b.key")) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a.key", "b.key"])
    }

    @Test func `wrapping keys that others can read are not taken`() throws {
        let keys = try folder.write(WrappingKeys.fresh(id: "a"), to: "wrapping.json")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: keys)
        #expect { try WrappingKeys(file: URL(filePath: keys)) } throws: { ($0 as? SealingError)?.code == .exposed }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: keys)
        #expect(try WrappingKeys(file: URL(filePath: keys)).current == "a")
    }
}
