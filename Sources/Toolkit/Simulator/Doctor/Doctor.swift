import Contracts
import Documents
import Foundation
import MessageSignatures
import Results
package import Scenarios
import Transport

/// Looks at everything that a run needs of a profile, one thing after the other, and judges nothing of the platform.
package struct Doctor: Sendable {
    /// How far the platform's clock may be off: what contracts allow `created` of a signature to lie in the future.
    private static let tolerance: Duration = .seconds(5)

    let profile: Profile
    let secrets: SecretStore
    let clock: RunClock
    let timeout: Duration
    private let caller: LoneCaller

    /// - Parameters:
    ///   - timeout: of each exchange.
    ///   - makeIdentifier: a new UUID at each call.
    package init(
        profile: Profile, exchanger: any Exchanger, secrets: SecretStore, clock: RunClock = .system, timeout: Duration = .seconds(10),
        makeIdentifier: @escaping @Sendable () -> String
    ) {
        self.profile = profile
        self.secrets = secrets
        self.clock = clock
        self.timeout = timeout
        caller = LoneCaller(
            profile: profile, exchanger: exchanger, secrets: secrets, clock: clock, timeout: timeout, makeIdentifier: makeIdentifier)
    }

    /// Everything in a fixed order; an empty profile still has its address looked at.
    package func diagnoses() async -> [Diagnosis] {
        var found: [Diagnosis] = []
        if let trust = profile.platform.trust { found.append(examination("platform: trust", trust, key: nil)) }
        found += await address()
        for identity in profile.identities { found += await examine(identity) }
        if let material = profile.platform.jwks { found.append(await keySet(material)) }
        if let material = profile.platform.logKey { found.append(await logKey(material)) }
        found += await callbacks()
        found += Profile.ToolKind.allCases.compactMap(tool)
        return found
    }

    /// Whether somebody answers whom `trust` covers, and how far his clock is off.
    private func address() async -> [Diagnosis] {
        let subject = "platform: \(profile.platform.baseURL)"
        do {
            let before = clock.now()
            let answer = try await answer(from: profile.platform.baseURL + "/")
            let reached = Diagnosis.ok(
                subject, "answers \(answer.status) by \(answer.httpVersion)" + (answer.isOverTLS ? " over trusted TLS" : ", without TLS"))
            return [reached, offset(answer, before: before, after: clock.now())]
        } catch {
            return [
                .failed(subject, Self.text(error), remedy: "check that the platform runs, `base_url`, `trust` and the identities"),
                .notChecked("platform: clock", "nobody answered"),
            ]
        }
    }

    private func offset(_ answer: CallAnswer, before: Timestamp, after: Timestamp) -> Diagnosis {
        let subject = "platform: clock"
        guard let field = answer.fields.first(where: { $0.name.lowercased() == "date" }), let date = HTTPDate.timestamp(field.value) else {
            return .notChecked(subject, "the answer has no Date (RFC 9110 §6.6.1)")
        }
        // Date has whole seconds, and was taken at some moment between.
        let ahead = max(.zero, date - after)
        let behind = max(.zero, before - date.advanced(by: .seconds(1)))
        let off = max(ahead, behind)
        guard off > Self.tolerance else { return .ok(subject, "within \(off.components.seconds + 1) s of this machine") }
        return .failed(
            subject, "\(off.components.seconds) s \(ahead > behind ? "ahead of" : "behind") this machine",
            remedy: "synchronize both clocks (NTP): signatures and tokens would be refused")
    }

    private func examine(_ identity: Identity) async -> [Diagnosis] {
        let name = "identity \(identity.name)"
        var found: [Diagnosis] = []
        if let certificate = identity.certificate { found.append(examination("\(name): certificate", certificate, key: identity.key)) }
        if identity.signingKey != nil {
            found.append(
                await trial("\(name): signing key", "signs") {
                    let signature = RequestSignature(
                        covers: ["@method"], tag: nil, expiresAfter: nil, hasNonce: false, fault: nil, source: SourceLocation(file: ""))
                    _ = try await caller.prepare(
                        LoneCall(identity: identity.name, target: "/", signature: signature), fetchingToken: false)
                })
        }
        if identity.token != nil || identity.tokenOf != nil {
            found.append(
                await trial("\(name): token", identity.tokenOf.map { "that of \($0)" } ?? "given") {
                    _ = try await caller.prepare(LoneCall(identity: identity.name, target: "/"))
                })
        }
        if found.isEmpty { found.append(.ok(name, "presents nothing")) }
        return found
    }

    private func keySet(_ material: Profile.PublicMaterial) async -> Diagnosis {
        let subject = "platform: jwks"
        let remedy = "let `jwks` name a JWKS (RFC 7517 §5)"
        do {
            let keys = try KeySet(jwks: try JSONReader.read(try await bytes(of: material)))
            return keys.keys.isEmpty ? .failed(subject, "there is no key in it", remedy: remedy) : .ok(subject, "read")
        } catch {
            return .failed(subject, Self.text(error), remedy: remedy)
        }
    }

    private func logKey(_ material: Profile.PublicMaterial) async -> Diagnosis {
        let subject = "platform: log_key"
        let remedy = "let `log_key` be a verifier key (C2SP signed-note): name+hash+key"
        do {
            let text = String(decoding: try await bytes(of: material), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            let isKey = text.split(separator: "+", maxSplits: 2).count == 3
            return isKey ? .ok(subject, "read") : .failed(subject, "it is no verifier key", remedy: remedy)
        } catch {
            return .failed(subject, Self.text(error), remedy: remedy)
        }
    }

    private func bytes(of material: Profile.PublicMaterial) async throws -> [UInt8] {
        switch material {
        case .text(let text): return Array(text.utf8)
        case .reference(let reference): return try secrets.read(reference)
        case .url(let url):
            let answer = try await answer(from: url)
            guard answer.status == 200 else { throw RunError(.keysUnavailable, "\(url) answered \(answer.status)", remedy: "") }
            return answer.body
        }
    }

    /// Asked under the first identity with a certificate: mutual TLS may let nobody else ask.
    private func answer(from url: String) async throws -> CallAnswer {
        let known = profile.identities.first { $0.certificate != nil && $0.token != nil }
        let call = LoneCall(identity: known?.name ?? "", target: url)
        return try await caller.send(try await caller.prepare(call, fetchingToken: false, presentingToken: false))
    }

    private func tool(_ kind: Profile.ToolKind) -> Diagnosis? {
        let subject = "tool \(kind.rawValue)"
        switch profile.tools[kind] {
        case nil: return nil
        case .request(_, let url, _, _): return .notChecked(subject, "\(url) is not called: it would change the platform")
        case .command(let words):
            guard let program = words.first, isProgram(program) else {
                return .failed(subject, "there is no program `\(words.first ?? "")`", remedy: "correct the path, or put it into PATH")
            }
            return .ok(subject, "\(program) is there")
        }
    }

    private func isProgram(_ name: String) -> Bool {
        let folders = name.contains("/") ? [""] : (secrets.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/" }
        return folders.contains { FileManager.default.isExecutableFile(atPath: $0 + name) }
    }

    private func trial(_ subject: String, _ detail: String, _ body: () async throws -> Void) async -> Diagnosis {
        do {
            try await body()
            return .ok(subject, detail)
        } catch let error as RunError {
            return .failed(subject, error.message, remedy: error.remedy)
        } catch {
            return .failed(subject, Self.text(error), remedy: "see what the profile says of it")
        }
    }

    /// A chain by reference, and its key.
    func examination(_ subject: String, _ certificate: SecretReference, key: SecretReference?, endsWell: Bool = true) -> Diagnosis {
        do throws(RunError) {
            let pem = try secrets.read(certificate)
            let keyPEM: [UInt8]? = if let key { try secrets.read(key) } else { nil }
            return CertificateExamination(now: clock.now()).diagnosis(
                of: subject, certificatePEM: pem, keyPEM: keyPEM, endsWell: endsWell)
        } catch {
            return .failed(subject, error.message, remedy: error.remedy)
        }
    }

    static func text(_ error: any Error) -> String {
        switch error {
        case let error as RunError: error.message
        case let error as TransportError: "\(error.code.rawValue): \(error.message)"
        default: "\(error)"
        }
    }
}
