import Documents
import HTTPTypes
import Synchronization
import Transport
import XMLDocuments

@testable import ObjectStorage

/// Answers each probe of a certificate as a store that keeps its promises does, but for those that it was told to answer otherwise.
final class ProbedStore: Sendable {
    private struct State {
        var seen: [BucketCheck: Int] = [:]
        var requests: [OutgoingRequest] = []
        /// Of the version under COMPLIANCE.
        var retention: (mode: String, until: String)?
        var isRemoved = false
        var now: Timestamp
        var paused = Duration.zero
    }

    private let state: Mutex<State>
    /// Ahead of the clock of whoever asks.
    private let lead: Duration
    /// The probe whose answer is 61 seconds under way.
    private let slow: BucketCheck?
    /// The probe during which the run is ended from outside.
    private let cancelled: BucketCheck?
    private let otherwise: @Sendable (BucketCheck) -> IncomingResponse?
    var requests: [OutgoingRequest] { state.withLock { $0.requests } }
    var paused: Duration { state.withLock { $0.paused } }

    init(
        lead: Duration = .zero, slow: BucketCheck? = nil, cancelled: BucketCheck? = nil,
        otherwise: @escaping @Sendable (BucketCheck) -> IncomingResponse? = { _ in nil }
    ) throws {
        state = Mutex(State(now: try Given.time()))
        self.lead = lead
        self.slow = slow
        self.cancelled = cancelled
        self.otherwise = otherwise
    }

    /// Lets time pass.
    func advance(by duration: Duration) { state.withLock { $0.now = $0.now.advanced(by: duration) } }

    func certificate(end: BucketCertifier.Plan.End = .awaited) async throws -> BucketCertificate {
        let client = BucketClient(
            bucket: try Given.bucket(), credentials: try Given.credentials(), retries: RetryRule(attempts: 1) { 0 },
            now: { self.state.withLock { $0.now } },
            pause: { pause in
                self.state.withLock { $0.paused += pause }
                self.advance(by: pause)
            },
            send: { request async throws(TransportError) in
                let response = self.answer(request)
                if let cancelled = self.cancelled, Probe(request).check(seen: { _ in 0 }) == cancelled {
                    throw TransportError(.cancelled, "")
                }
                return response
            })
        return try await BucketCertifier(client, plan: .init(label: "abcd", compliance: .seconds(60), end: end)).certificate()
    }

    private func answer(_ request: OutgoingRequest) -> IncomingResponse {
        let check = Probe(request).check { check in state.withLock { $0.seen[check, default: 0] } }
        let date = state.withLock { state -> String in
            state.requests.append(request)
            if let check { state.seen[check, default: 0] += 1 }
            if check == .putCompliance {
                state.retention = (request.fields[.amzLockMode] ?? "", request.fields[.amzRetainUntil] ?? "")
            }
            if let check, check == slow { state.now = state.now.advanced(by: .seconds(61)) }
            if check == .extendCompliance { state.retention = ("COMPLIANCE", Probe.text("RetainUntilDate", in: request)) }
            return state.now.advanced(by: lead).httpDate
        }
        var response = check.flatMap(otherwise) ?? usual(check, request)
        response.fields[.date] = date
        return response
    }

    /// Whether the lock of the version under COMPLIANCE is over by the store's clock.
    private var hasEnded: Bool {
        state.withLock { state in
            guard let until = state.retention?.until, let end = try? Timestamp(parsing: until) else { return false }
            return state.now.advanced(by: lead) >= end
        }
    }

    private func usual(_ check: BucketCheck?, _ request: OutgoingRequest) -> IncomingResponse {
        let version: HTTPFields = [.amzVersionID: "v\(requests.count)"]
        switch check {
        case .versioningEnabled:
            return Given.response(200, [:], "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>")
        case .lockConfiguration:
            return Given.response(
                200, [:], "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>")
        case .suspendVersioning: return Given.refusal(409, "InvalidBucketState")
        case .deleteComplianceBypassing where hasEnded:
            state.withLock { $0.isRemoved = true }
            return Given.response(204)
        case .deleteCompliance, .deleteComplianceBypassing, .shortenCompliance, .complianceToGovernance, .deleteHeld, .deleteGovernance:
            return Given.refusal(403, "AccessDenied")
        case .bulkDeleteCompliance:
            return Given.response(
                200, [:],
                "<DeleteResult><Error><Key>certify/abcd/compliance</Key><Code>AccessDenied</Code><Message>No.</Message></Error></DeleteResult>"
            )
        case .oldVersionReadable: return Given.response(200, [:], "evidence")
        case .deleteAddsMarker: return Given.response(204, [.amzDeleteMarker: "true", .amzVersionID: "m"])
        case .retainUntilPast, .modeWithoutDate, .lockInPlainBucket: return Given.refusal(400, "InvalidRequest")
        case .wrongDigest: return Given.refusal(400, "BadDigest")
        case .createOnlyExisting: return Given.refusal(412, "PreconditionFailed")
        case .deleteFullBucket: return Given.refusal(409, "BucketNotEmpty")
        case .presignedGet:
            return Given.response(200, [.contentDisposition: "attachment; filename=\"report.csv\""], "once")
        case .defaultRetentionApplied:
            let end = state.withLock { $0.now }.advanced(by: lead + .seconds(86_400))
            return Given.response(200, [.amzLockMode: "GOVERNANCE", .amzRetainUntil: Retention.text(end)])
        case nil where request.method == "HEAD":
            let retention = state.withLock { $0.retention }
            return Given.response(200, [.amzLockMode: retention?.mode ?? "", .amzRetainUntil: retention?.until ?? ""])
        case nil where request.url.hasSuffix("&versions"):
            let isThere = request.url.contains("/evidence?") && state.withLock { $0.retention != nil && !$0.isRemoved }
            return Given.response(
                200, [:], ObjectVersionsTests.page(isThere ? ObjectVersionsTests.version("certify/abcd/compliance", "v4") : ""))
        default: return Given.response(200, version)
        }
    }
}

/// A request of a certificate, and which probe it is.
private struct Probe {
    let request: OutgoingRequest
    private let path: String
    private let query: String

    init(_ request: OutgoingRequest) {
        self.request = request
        let target = request.url.dropFirst("https://store.example:9000/".count)
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        path = parts[0]
        query = parts.count == 2 ? parts[1] : ""
    }

    static func text(_ element: String, in request: OutgoingRequest) -> String {
        (try? StorageDocument.read(request.body, limit: 1 << 16))?.text(of: element) ?? ""
    }

    /// - Parameter seen: how often a probe was made already, which tells the first of two from the second.
    func check(seen: (BucketCheck) -> Int) -> BucketCheck? {
        let isBypassing = request.fields[.amzBypassGovernance] != nil
        switch (request.method, path.split(separator: "/").last.map(String.init) ?? "", query.prefix { $0 != "&" && $0 != "=" }) {
        case ("GET", "evidence", "versioning"): return .versioningEnabled
        case ("GET", "evidence", "object-lock"): return .lockConfiguration
        case ("PUT", "evidence", "versioning"): return Self.text("Status", in: request) == "Suspended" ? .suspendVersioning : nil
        case ("POST", "evidence", "delete"): return .bulkDeleteCompliance
        case ("PUT", "compliance", "retention"):
            if Self.text("Mode", in: request) == "GOVERNANCE" { return .complianceToGovernance }
            return isBypassing ? .shortenCompliance : .extendCompliance
        case ("PUT", "compliance", ""): return request.fields[.amzLockMode] == "COMPLIANCE" ? .putCompliance : .overwriteAddsVersion
        case ("DELETE", "compliance", "versionId"): return isBypassing ? .deleteComplianceBypassing : .deleteCompliance
        case ("DELETE", "compliance", ""): return .deleteAddsMarker
        case ("GET", "compliance", "versionId"): return .oldVersionReadable
        case ("PUT", "past", ""): return .retainUntilPast
        case ("PUT", "no-date", ""): return .modeWithoutDate
        case ("PUT", "digest", ""): return .wrongDigest
        case ("PUT", "sha256", ""): return .digestAccepted
        case ("PUT", "governance", "legal-hold"): return .holdOff
        case ("PUT", "governance", ""): return .putGovernanceHeld
        case ("DELETE", "governance", "versionId"):
            return !isBypassing ? .deleteGovernance : seen(.deleteHeld) == 0 ? .deleteHeld : .deleteGovernanceBypassing
        case ("PUT", "once", ""): return seen(.createOnlyNew) == 0 ? .createOnlyNew : .createOnlyExisting
        case ("GET", "once", _): return .presignedGet
        case ("PUT", "evidence-locked-abcd", "object-lock"): return .setDefaultRetention
        case ("PUT", "evidence-locked-abcd", ""): return .createLockedBucket
        case ("DELETE", "evidence-locked-abcd", ""): return seen(.deleteFullBucket) == 0 ? .deleteFullBucket : nil
        case ("PUT", "default", ""): return .putUnderDefault
        case ("HEAD", "default", _): return .defaultRetentionApplied
        case ("PUT", "evidence-plain-abcd", ""): return .createPlainBucket
        case ("PUT", "locked", ""): return .lockInPlainBucket
        default: return nil
        }
    }
}
