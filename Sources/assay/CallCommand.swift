import ArgumentParser
import Contracts
import Foundation
import Results
import Scenarios
import Transport

/// `assay call`: one request as an identity of a profile.
struct CallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call", abstract: "Sends one request as an identity of a profile and shows what was signed, sent and answered.",
        discussion: """
            The request carries the identity's certificate and token; it is signed (RFC 9421) when the identity has a signing key and \
            --unsigned is not given. Target and header values may hold {{ variables }} of the profile. Credentials are never printed. \
            The answer's body goes to standard output, all else to standard error.

            Exit codes: 0 answered with a status below 400, or with one of --expect; 1 any other status; 4 no answer, or no token; 11 \
            the profile says production and the method writes.

            Examples:
              assay call /regulator/rules --as ukgc --profile sandbox.profile.yaml
              assay call /webhook/regulator/request -X POST --body question.json --as ukgc --profile sandbox.profile.yaml
              assay call /regulator/rules --as no-token --expect 401 --profile sandbox.profile.yaml
              assay call /x -X POST --body q.json --as ukgc --profile p.yaml --dry-run
            """)

    @Argument(help: "A path below the profile's base URL, or an absolute URL.")
    var target: String

    @Option(help: "The profile (*.profile.yaml): where the platform is, and as whom to ask.")
    var profile: String

    @Option(name: .customLong("as"), help: "The identity of the profile. Default: none, with neither certificate nor token.")
    var identity = ""

    @Option(name: [.customShort("X"), .long], help: "The method.")
    var method = "GET"

    @Option(name: [.customShort("H"), .long], help: "A header field, as `Name: value`. May be repeated.")
    var header: [String] = []

    @Option(help: "The file whose bytes are the body. Content-Type is application/json unless a header says otherwise.")
    var body: String?

    @Flag(help: "Sends it without a signature, also when the identity could sign.")
    var unsigned = false

    @Option(help: "A component to sign, as `@method` or `content-digest`, in place of the usual ones. May be repeated.")
    var cover: [String] = []

    @Option(help: "The tag of the signature (RFC 9421 §2.3).")
    var tag: String?

    @Option(help: "Seconds until the signature expires.")
    var expiresAfter = 300

    @Option(help: "A status that is wanted, as 401 or 4xx. May be repeated.")
    var expect: [String] = []

    @Option(help: "Seconds that one exchange may take.")
    var timeout = 30

    @Flag(help: "Shows the request and sends nothing, also to no token endpoint.")
    var dryRun = false

    func validate() throws {
        guard timeout >= 1, timeout <= 3600 else { throw ValidationError("--timeout: 1 to 3600 seconds, not \(timeout)") }
        guard expiresAfter >= 1 else { throw ValidationError("--expires-after: at least 1 second, not \(expiresAfter)") }
        guard method.allSatisfy({ $0.isASCII && ($0.isLetter || $0 == "-") }), !method.isEmpty else {
            throw ValidationError("--method \(method): write a method of HTTP")
        }
        _ = try statuses()
        _ = try fields()
    }

    func run() async throws {
        let loaded = try ProfileChoice(profile: profile, provider: nil, states: nil, isDryRun: false).load()
        if !identity.isEmpty, loaded.identity(identity) == nil {
            let known = loaded.identities.map(\.name).joined(separator: ", ")
            throw ValidationError("--as \(identity): the profile has \(known)")
        }
        let call = try call(under: loaded)
        if loaded.environment == .production, call.isWriting {
            throw EarlyExit(.refusedByGuard, "\(call.method) writes, and \(profile) says production: nothing was sent")
        }
        let secrets = SecretStore(environment: ProcessInfo.processInfo.environment)
        let exchanger: HTTPExchanger
        let prepared: PreparedCall
        let caller: LoneCaller
        do throws(RunError) {
            exchanger = try HTTPExchanger(profile: loaded, secrets: secrets)
            caller = LoneCaller(
                profile: loaded, exchanger: exchanger, secrets: secrets, timeout: .seconds(timeout),
                makeIdentifier: { UUID().uuidString.lowercased() })
            prepared = try await caller.prepare(call, fetchingToken: !dryRun)
        } catch {
            throw EarlyExit(.preflightFailed, "\(error.message)\n  remedy: \(error.remedy)")
        }
        defer { exchanger.close() }
        Self.show(prepared)
        if dryRun { return Console.note("nothing was sent") }
        let answer: CallAnswer
        do throws(TransportError) {
            answer = try await caller.send(prepared)
        } catch {
            throw EarlyExit(.preflightFailed, "no answer: \(error.code.rawValue): \(error.message)")
        }
        Self.show(answer)
        let wanted = try statuses()
        let isWanted = wanted.isEmpty ? answer.status < 400 : wanted.contains { $0.contains(answer.status) }
        if !isWanted { throw EarlyExit(.checkFailed) }
    }

    private func call(under profile: Profile) throws -> LoneCall {
        let bytes = try self.body.map { path in
            guard let data = FileManager.default.contents(atPath: path) else { throw ValidationError("--body \(path): cannot be read") }
            return [UInt8](data)
        }
        var fields = try fields()
        let place = SourceLocation(file: "")
        if bytes != nil, !fields.contains(where: { $0.name.lowercased() == "content-type" }) {
            fields.append(.init(name: "Content-Type", value: "application/json", source: place))
        }
        let canSign = profile.identity(identity)?.signingKey != nil
        if !cover.isEmpty, !canSign { throw ValidationError("--cover: the identity has no `signing_key`") }
        let usual = LoneCall.usualComponents(hasBody: bytes?.isEmpty == false)
        let signature = RequestSignature(
            covers: cover.isEmpty ? usual : cover, tag: tag, expiresAfter: .seconds(expiresAfter), hasNonce: true, fault: nil, source: place
        )
        return LoneCall(
            identity: identity, method: method.uppercased(), target: target, fields: fields, body: bytes ?? [],
            signature: canSign && !unsigned ? signature : nil)
    }

    private func fields() throws -> [RequestTemplate.Field] {
        try header.map { text in
            let parts = text.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, !parts[0].isEmpty, !parts[0].contains(" ") else {
                throw ValidationError("--header: write `Name: value`")
            }
            return .init(name: parts[0], value: parts[1], source: SourceLocation(file: ""))
        }
    }

    private func statuses() throws -> [StatusSet] {
        try expect.map { text in
            guard let status = StatusSet(parsing: text) else { throw ValidationError("--expect \(text): write a status as 401 or 4xx") }
            return status
        }
    }

    private static func show(_ call: PreparedCall) {
        if let base = call.signatureBase {
            Console.note("signature base")
            for line in base.split(separator: "\n") { Console.note("  \(line)") }
        }
        Console.note("> \(call.method) \(call.url)")
        for field in call.fields { Console.note("> \(field.name): \(field.value)") }
        if !call.body.isEmpty { Console.note(">\n\(String(decoding: call.body.prefix(1 << 16), as: UTF8.self))") }
    }

    private static func show(_ answer: CallAnswer) {
        let agreed =
            [answer.agreedTLS ?? "TLS", "agreed after \(milliseconds(answer.times.tls)) ms, certificate"]
            + [answer.certificateDigest.map { "sha-256 \($0.prefix(16))…" }, "trusted"].compactMap { $0 }
        let tls = answer.isOverTLS ? agreed.joined(separator: " ") : "no TLS"
        Console.note(
            "* \(answer.httpVersion) from \(answer.remoteAddress) · connected after \(milliseconds(answer.times.connect)) ms · \(tls) · "
                + "answered after \(milliseconds(answer.times.all)) ms")
        Console.note("< \(answer.status)")
        for field in answer.fields { Console.note("< \(field.name): \(field.value)") }
        Console.bytes(answer.body)
    }

    private static func milliseconds(_ duration: Duration) -> Int64 {
        duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
    }
}
