import Documents
import Foundation
import HTTPTypes
import ServerKit
import TestSupport
import Testing
import TransparencyLog

@testable import Simulator

/// The witness as logs and watchers see it: statuses, media types and bodies.
@Suite struct WitnessRoutesTests {
    private let fixture: WitnessFixture
    private let routes: RouteTable

    init() throws {
        fixture = try WitnessFixture()
        var routes = RouteTable()
        WitnessRoutes(witness: try fixture.witness()).add(to: &routes)
        self.routes = routes
    }

    private func ask(_ method: String, _ path: String, _ body: [UInt8] = []) async -> ServerResponse {
        await routes.response(
            to: ServerRequest(
                id: "1", method: method, path: path, target: path, body: body, remoteAddress: "127.0.0.1", receivedAt: Fixture.now,
                authority: "127.0.0.1"))
    }

    private func add(_ request: WitnessRequest) async -> ServerResponse { await ask("POST", "/witness/add-checkpoint", request.bytes) }

    @Test func `a cosignature is answered as a signature line, and can be watched`() async throws {
        let path = "/witness/\(WitnessPath.checkpoint(of: WitnessFixture.origin))"
        #expect(await ask("GET", path).status == 404)
        let request = try fixture.request(0, 40)
        let answer = await add(request)
        #expect(answer.status == 200 && answer.fields[.contentType] == "text/plain; charset=utf-8")
        #expect(String(decoding: answer.body, as: UTF8.self).hasPrefix("— witness.invalid "))
        let cosigned = try request.note.cosigned(by: fixture.key.witnessVerifier, answer: answer.body)
        let watched = await ask("GET", path)
        #expect(watched.status == 200 && watched.body == cosigned.bytes)
        #expect(await ask("GET", "/witness/\(String(repeating: "0", count: 64))/checkpoint").status == 404)
        #expect(await ask("GET", "/witness/..%2F..%2Fwitness.key/checkpoint").status == 404)
    }

    @Test func `each refusal has its status`() async throws {
        #expect(await add(try fixture.request(0, 40)).status == 200)
        let stranger = try NoteSigner(name: "log.invalid/other", key: [UInt8](repeating: 7, count: 32))
        let foreign = try WitnessRequest(
            oldSize: 0, proof: [], note: try SignedNote(parsing: try stranger.sign("log.invalid/other\n0\n\(MerkleHash.empty.base64)\n")))
        let fork = try WitnessFixture(seed: 2)
        let backwards = try WitnessRequest(oldSize: 41, proof: [], note: try fixture.request(0, 40).note)
        for (request, status, code) in [
            (foreign, 404, "unknown-log"), (try fixture.request(0, 5, by: fixture.key), 403, "checkpoint-untrusted"),
            (backwards, 400, "checkpoint-backwards"), (try fork.request(40, 64), 422, "checkpoint-unproven"),
        ] {
            let answer = await add(request)
            #expect(answer.status == status)
            #expect(try JSONReader.read(answer.body)["code"]?.string == code)
        }
        let conflict = await add(try fixture.request(10, 64))
        #expect(conflict.status == 409 && conflict.fields[.contentType] == "text/x.tlog.size")
        #expect(conflict.body == Array("40\n".utf8))
    }

    @Test func `what is no request is 400, what is too large 413`() async throws {
        for body in [[], Array("old 0\n".utf8), Array(try fixture.request(0, 40).bytes.dropLast())] {
            #expect(await ask("POST", "/witness/add-checkpoint", body).status == 400)
        }
        let large = [UInt8](repeating: 0x41, count: WitnessRequest.maximumBytes + 1)
        #expect(await ask("POST", "/witness/add-checkpoint", large).status == 413)
        #expect(await ask("GET", "/witness/add-checkpoint").status == 405)
    }

    @Test func `a witness that cannot read what it kept says no more than that`() async throws {
        #expect(await add(try fixture.request(0, 40)).status == 200)
        try Data("damaged".utf8).write(to: fixture.kept)
        for answer in [
            await add(try fixture.request(40, 64)), await ask("GET", "/witness/\(WitnessPath.checkpoint(of: WitnessFixture.origin))"),
        ] {
            #expect(answer.status == 500)
            let problem = try JSONReader.read(answer.body)
            #expect(problem["code"]?.string == "witness-damaged")
            #expect(!String(decoding: answer.body, as: UTF8.self).contains(fixture.folder.path))
        }
    }
}
