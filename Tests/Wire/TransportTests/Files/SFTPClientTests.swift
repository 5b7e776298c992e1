import Foundation
import Testing

@testable import Transport

@Suite struct SFTPClientTests {
    private static let withServer = ConditionTrait.enabled(if: PrivateSSHServer.isInstalled, "no /usr/sbin/sshd (openssh-server)")

    private func failure(_ drop: FileDrop, _ name: String = "x.csv") async -> TransportError.Code? {
        do throws(TransportError) {
            _ = try await SFTPClient(drop: drop, timeout: .seconds(20)).put([1, 2, 3], as: name)
            Issue.record("stored")
            return nil
        } catch { return error.code }
    }

    @Test(withServer) func `a file arrives whole under its name and nothing else stays`() async throws {
        let server = try PrivateSSHServer.shared.get()
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(try await SFTPClient(drop: try server.drop()).put(bytes, as: "whole.csv") == .stored)
        #expect(try Array(Data(contentsOf: server.dropFolder.appending(path: "whole.csv"))) == bytes)
        #expect(try !FileManager.default.contentsOfDirectory(atPath: server.dropFolder.path).contains(".whole.csv.part"))
    }

    @Test(withServer) func `an empty file is a file`() async throws {
        let server = try PrivateSSHServer.shared.get()
        #expect(try await SFTPClient(drop: try server.drop()).put([], as: "empty.csv") == .stored)
        #expect(try await SFTPClient(drop: try server.drop()).put([], as: "empty.csv") == .alreadyThere)
        #expect(FileManager.default.fileExists(atPath: server.dropFolder.appending(path: "empty.csv").path))
    }

    @Test(withServer) func `doing it again changes nothing`() async throws {
        let server = try PrivateSSHServer.shared.get()
        let client = SFTPClient(drop: try server.drop())
        #expect(try await client.put([1, 2, 3], as: "again.csv") == .stored)
        #expect(try await client.put([1, 2, 3], as: "again.csv") == .alreadyThere)
    }

    @Test(withServer, arguments: [[UInt8]([9, 9, 9]), [1], [1, 2, 3, 4]]) func `a file that was handed over is never replaced`(
        other: [UInt8]
    )
        async throws
    {
        let server = try PrivateSSHServer.shared.get()
        let client = SFTPClient(drop: try server.drop())
        let name = "kept-\(other.count)-\(other[0]).csv"
        _ = try await client.put([1, 2, 3], as: name)
        await #expect(throws: TransportError(.fileDiffers, "")) { try await client.put(other, as: name) }
        #expect(try Array(Data(contentsOf: server.dropFolder.appending(path: name))) == [1, 2, 3])
    }

    @Test(withServer) func `what an attempt that broke off left is written over`() async throws {
        let server = try PrivateSSHServer.shared.get()
        try Data(repeating: 7, count: 5000).write(to: server.dropFolder.appending(path: ".half.csv.part"))
        #expect(try await SFTPClient(drop: try server.drop()).put([1, 2, 3], as: "half.csv") == .stored)
        #expect(try Array(Data(contentsOf: server.dropFolder.appending(path: "half.csv"))) == [1, 2, 3])
    }

    /// The first connection looks whether the file is there, the second writes it.
    @Test(
        withServer,
        arguments: [
            (1, 0), (1, 1500), (2, 0), (2, 1500), (2, 3000), (2, 50_000), (2, 500_000), (2, 1_000_000), (2, 1_002_000), (2, 1_003_000),
            (2, 1_004_000), (2, 1_006_000), (2, 1_010_000),
        ])
    func `a connection that breaks loses nothing and doubles nothing`(connection: Int, cut: Int) async throws {
        let server = try PrivateSSHServer.shared.get()
        let relay = try CuttingRelay(to: server.port, cutting: connection, after: cut)
        let folder = server.folder.appending(path: "cut-\(connection)-\(cut)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let client = SFTPClient(drop: try server.drop(folder: folder.path, port: relay.port), timeout: .seconds(20))
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let file = folder.appending(path: "a.csv")
        do throws(TransportError) {
            _ = try await client.put(bytes, as: "a.csv")
            #expect(cut > 1_000_000)
        } catch {
            #expect([.connectionLost, .refusedForNow].contains(error.code))
        }
        if FileManager.default.fileExists(atPath: file.path) { #expect(try Array(Data(contentsOf: file)) == bytes) }
        _ = try await client.put(bytes, as: "a.csv")
        #expect(try Array(Data(contentsOf: file)) == bytes)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.csv"])
    }

    @Test(withServer) func `a server with another host key gets nothing`() async throws {
        let server = try PrivateSSHServer.shared.get()
        let digest = String(repeating: "A", count: 43)
        #expect(await failure(try server.drop(digest: digest), "pinned.csv") == .hostKeyRefused)
        #expect(!FileManager.default.fileExists(atPath: server.dropFolder.appending(path: "pinned.csv").path))
    }

    @Test(withServer) func `a key that the server does not know or that is not there opens nothing`() async throws {
        let server = try PrivateSSHServer.shared.get()
        #expect(await failure(try server.drop(key: "stranger")) == .refusedForNow)
        #expect(await failure(try server.drop(key: "no-such-file")) == .unsupported)
    }

    @Test(withServer) func `a folder that is not there is refused for good`() async throws {
        let server = try PrivateSSHServer.shared.get()
        #expect(await failure(try server.drop(folder: "/no/such/folder")) == .refusedForGood)
    }

    @Test func `nobody at the port is told apart`() async throws {
        let drop = try FileDrop(
            host: "127.0.0.1", port: 1, user: "u", hostKeyDigest: String(repeating: "A", count: 43), privateKeyFile: #filePath, folder: "/")
        #expect(await failure(drop) == .couldNotConnect)
    }

    @Test(arguments: ["", ".hidden", "a/b", "a b", "a\"b", "a\nrm x", "..", "-x", String(repeating: "a", count: 201)])
    func `a name that could be read as a path or command is refused`(name: String) {
        #expect(throws: TransportError(.unsupported, "")) { try RemoteName(name, in: "/drop") }
    }

    @Test(arguments: ["drop", "", "/a/../b", "/a\nrm b", "/~/x"]) func `a folder is absolute and plain`(folder: String) {
        #expect(throws: TransportError(.unsupported, "")) {
            try FileDrop(
                host: "a.example", port: 22, user: "u", hostKeyDigest: String(repeating: "A", count: 43), privateKeyFile: "k",
                folder: folder)
        }
    }

    @Test func `a path is quoted for commands and encoded for the URL`() {
        #expect(RemoteName.quoted("/a \"b\"\\c") == "\"/a \\\"b\\\"\\\\c\"")
        #expect(RemoteName.encoded("/a \"b\"") == "/a%20%22b%22")
    }
}
