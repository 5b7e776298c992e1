import Contracts
import Documents
import HTTPTypes
import MessageSignatures
import Results
import Transport
import Verification

/// Plays one recording: keeps what has been learnt from answer to answer.
struct ReplayPlayer: Sendable {
    /// How long a state that was polled may take beyond what it took then.
    private static let patience: Duration = .seconds(20)
    private static let interval: Duration = .milliseconds(250)
    /// Fields that are made anew, or belong to the connection.
    private static let ownFields: Set<String> = [
        "authorization", "signature", "signature-input", "content-digest", "host", "content-length", "cookie", "connection", "user-agent",
        "accept-encoding", "transfer-encoding",
    ]

    let session: Session
    let recording: Recording
    let speed: ReplaySpeed
    let fallback: String?
    private var values = ReplayValues()

    init(session: Session, recording: Recording, speed: ReplaySpeed, fallback: String?) {
        self.session = session
        self.recording = recording
        self.speed = speed
        self.fallback = fallback
    }

    /// What was asked, without what is only preparation; of the same question asked again and again, the last.
    private var asked: [(entry: Recording.Entry, isPolled: Bool)] {
        let tokenURLs = Set(recording.entries.filter { $0.responseBody.containsToken }.map(\.url))
        let sent = recording.entries.filter {
            !$0.isReceived && !$0.isPreflight && !tokenURLs.contains($0.url) && !$0.url.hasSuffix("/token")
        }
        var asked: [(entry: Recording.Entry, isPolled: Bool)] = []
        for entry in sent {
            if let last = asked.last, entry.method == "GET", last.entry.method == "GET", last.entry.url == entry.url {
                asked[asked.count - 1] = (entry, true)
            } else {
                asked.append((entry, false))
            }
        }
        return asked
    }

    /// Identities of the profile that are needed.
    var identities: [String] {
        var names: [String] = []
        for (entry, _) in asked { if let name = identity(of: entry), !names.contains(name) { names.append(name) } }
        return names
    }

    private func identity(of entry: Recording.Entry) -> String? {
        if session.profile.identity(entry.identity) != nil { return entry.identity }
        return fallback ?? session.profile.identities.first { $0.token != nil }?.name
    }

    mutating func play() async -> [CaseRecord] {
        var cases: [CaseRecord] = []
        let mailboxes = await openMailboxes()
        var before: Timestamp?
        for (entry, isPolled) in asked {
            if Task.isCancelled { break }
            if let before, entry.startedAt > before {
                let pause = speed.pause(entry.startedAt - before)
                if pause > .zero { do { try await session.clock.sleep(pause) } catch { break } }
            }
            before = entry.startedAt
            cases.append(await played(entry, isPolled: isPolled))
        }
        for (old, mailbox) in mailboxes.sorted(by: { $0.key < $1.key }) { cases.append(await callbacks(to: old, in: mailbox)) }
        return cases
    }

    /// A mailbox in place of each that something came to.
    private mutating func openMailboxes() async -> [String: String] {
        var mailboxes: [String: String] = [:]
        for entry in recording.entries where entry.isReceived && entry.url.hasPrefix("http") && mailboxes[entry.url] == nil {
            guard let opened = await session.mailboxes.open("replay", unique: session.makeIdentifier()) else { continue }
            mailboxes[entry.url] = opened.name
            values.note(entry.url, opened.address)
        }
        return mailboxes
    }

    private mutating func played(_ entry: Recording.Entry, isPolled: Bool) async -> CaseRecord {
        let path = Self.path(of: entry.url)
        var record = CaseRecord(
            id: "replay.\(entry.number)", kind: .scenario, title: "Played again: \(entry.method) \(path)",
            effects: entry.method == "GET" ? .read : .synthetic)
        let trace = session.channel.trace(named: record.id)
        session.progress(.caseStarted(id: record.id, title: record.title))
        let start = session.clock.uptime()
        record.checks = await checks(of: entry, isPolled: isPolled, trace: trace)
        trace.seal()
        record.elapsedMilliseconds = (session.clock.uptime() - start).milliseconds
        session.progress(.caseEnded(record))
        return record
    }

    private mutating func checks(of entry: Recording.Entry, isPolled: Bool, trace: CaseTrace) async -> [CheckRecord] {
        if String(decoding: entry.body, as: UTF8.self).contains(Redactor.mark) {
            return [CheckRecord(check: "replay", outcome: .skipped, reason: "the recording lacks what was redacted in the request")]
        }
        let isSigned = entry.fields.contains { $0.name.canonicalName == "signature" }
        if isSigned, entry.status == 400 || entry.status == 401 {
            return [CheckRecord(check: "replay", outcome: .skipped, reason: "the signature was refused then, and it is made anew now")]
        }
        let end = session.clock.uptime() + Self.patience
        do throws(RunError) {
            while true {
                let attempt = try await attempt(entry, trace: trace)
                let comparison = ReplayComparison(entry: entry, attempt: attempt)
                let checks = comparison.checks
                // What was asked until it was so is asked until it is so.
                let isWaitedFor = entry.method == "GET" && (isPolled || comparison.isBehind)
                if isWaitedFor, session.clock.uptime() < end, checks.contains(where: { $0.outcome == .failed }) {
                    do { try await session.clock.sleep(Self.interval) } catch { return checks }
                    continue
                }
                learn(from: entry, attempt)
                return checks
            }
        } catch {
            return [session.record(of: error, check: "replay", requirements: [], source: nil)]
        }
    }

    /// Makes the request again.
    private mutating func attempt(_ entry: Recording.Entry, trace: CaseTrace) async throws(RunError) -> Attempt {
        if entry.method != "GET", let document = try? JSONReader.read(entry.body) {
            for identifier in ReplayValues.identifiers(in: document) where values.pairs[identifier] == nil {
                values.note(identifier, session.makeIdentifier())
            }
        }
        var request = OutgoingRequest(method: entry.method, url: rebased(values.applied(to: entry.url)))
        guard session.profile.isOwn(request.url) else { throw .foreignDestination(request.url) }
        for field in entry.fields where !Self.ownFields.contains(field.name.canonicalName) {
            request.fields.append(HTTPField(name: field.name, value: values.applied(to: field.value)))
        }
        request.body = String(validating: entry.body, as: UTF8.self).map { Array(values.applied(to: $0).utf8) } ?? entry.body
        guard let name = identity(of: entry) else {
            return await session.channel.send(request, as: nil, identity: "", trace: trace)
        }
        if entry.fields[.authorization] != nil, let token = try await session.identities.token(name) {
            request.fields[.authorization] = "Bearer \(token)"
        }
        if let signature = Self.signature(of: entry) {
            try session.signer.sign(&request, as: signature, key: try await session.identities.signingKey(name))
        }
        let client = try await session.identities.client(name)
        return await session.channel.send(request, as: client, identity: name, trace: trace)
    }

    private mutating func learn(from entry: Recording.Entry, _ attempt: Attempt) {
        guard let response = attempt.exchange?.response else { return }
        if let old = entry.responseFields[.location], let new = response.fields[.location] { values.note(old, new) }
        if let old = try? JSONReader.read(entry.responseBody), let new = try? JSONReader.read(response.body) { values.learn(old, new) }
    }

    /// At least as many callbacks come as came then.
    private func callbacks(to url: String, in mailbox: String) async -> CaseRecord {
        let wanted = recording.entries.count { $0.isReceived && $0.url == url && (200...299).contains($0.status) }
        var record = CaseRecord(
            id: "replay.callbacks.\(mailbox)", kind: .scenario, title: "Played again: the callbacks", effects: .synthetic)
        guard let inbox = session.inboxes.http, wanted > 0 else {
            record.notRun = "nothing was acknowledged then"
            return record
        }
        do {
            let found = try await inbox.expect(wanted, in: mailbox, within: Self.patience) { _ in true }
            let isEnough = found.count >= wanted
            record.checks = [
                CheckRecord(
                    check: "replay.callbacks", outcome: isEnough ? .passed : .failed,
                    findings: isEnough ? [] : [.replayDiffers("callbacks", "the inbox", was: "\(wanted)", is: "\(found.count)")])
            ]
        } catch {
            record.checks = [CheckRecord(check: "replay.callbacks", outcome: .skipped, reason: "the run was interrupted")]
        }
        return record
    }

    /// At the address of the profile in place of the recorded one.
    private func rebased(_ url: String) -> String {
        let now = session.profile.platform.baseURL
        if let old = recording.baseURL, url.hasPrefix(old) { return now + url.dropFirst(old.count) }
        if url.hasPrefix(now) { return url }
        guard let old = recording.baseURL.map(Self.origin) ?? recording.entries.first.map({ Self.origin($0.url) }), url.hasPrefix(old)
        else {
            return url
        }
        return (recording.baseURL == nil ? now : Self.origin(now)) + url.dropFirst(old.count)
    }

    private static func origin(_ url: String) -> String {
        guard let start = url.firstRange(of: "://")?.upperBound else { return url }
        return String(url[..<(url[start...].firstIndex(of: "/") ?? url.endIndex)])
    }

    private static func path(of url: String) -> String { String(url.dropFirst(origin(url).count)) }

    /// How the request was signed, to sign it so again.
    private static func signature(of entry: Recording.Entry) -> RequestSignature? {
        guard let signature = (try? MessageSignature.all(in: entry.fields))?.first else { return nil }
        let parameters = signature.parameters
        let covers = signature.components.map { component in
            let text = component.description
            return text.hasPrefix("\"") && text.hasSuffix("\"") ? String(text.dropFirst().dropLast()) : text
        }
        let expires = parameters.created.flatMap { created in parameters.expires.map { Duration.seconds($0 - created) } }
        return RequestSignature(
            covers: covers, tag: parameters.tag, expiresAfter: expires, hasNonce: parameters.nonce != nil, fault: nil,
            source: SourceLocation(file: ""))
    }
}

extension [UInt8] {
    /// Whether it is the answer of a token endpoint.
    fileprivate var containsToken: Bool { (try? JSONReader.read(self))?["access_token"] != nil }
}
