import Contracts
import Documents
import HTTPTypes
import MessageSignatures
import Results

/// The message is signed as the contract says, by a key of the platform, over the components it names (RFC 9421).
struct SignatureCheck: Check {
    let specification: SignatureSpecification

    var name: String { "signature" }

    func judgement(of subject: Subject) -> Judgement {
        guard !subject.evidence.keys.keys.isEmpty else { return .skipped(Reason.noKeys) }
        var findings: [Finding] = []
        for scheme in specification.schemes {
            switch scheme {
            case .rfc9421: findings += messageSignatureFindings(subject)
            case .standardWebhooks: findings += webhookFindings(subject)
            }
        }
        return Judgement(findings)
    }

    /// As on the wire: what is signed has no other words.
    private func wireFields(_ subject: Subject) -> HTTPFields {
        subject.message.side == .answer ? subject.exchange.response.fields : subject.exchange.request.fields
    }

    /// The moment the message was made, as nearly as the judge knows it: later verification must not make a signature old.
    private func moment(of subject: Subject) -> Timestamp {
        subject.message.side == .answer ? subject.exchange.endedAt : subject.exchange.startedAt
    }

    private func messageSignatureFindings(_ subject: Subject) -> [Finding] {
        let signatures: [MessageSignature]
        do throws(SignatureError) {
            signatures = try MessageSignature.all(in: wireFields(subject))
        } catch {
            return [.signatureProblem(error, in: subject.message.side, at: specification.source)]
        }
        let tag = specification.tag.map(subject.evidence.wireNames.tag)
        let candidates = tag.map { tag in signatures.filter { $0.parameters.tag == tag } } ?? signatures
        guard !candidates.isEmpty else {
            return [.signatureMissing(others: signatures.count, tag: tag, in: subject.message.side, at: specification.source)]
        }
        // One good signature is enough; otherwise the one that comes nearest tells most.
        let judged = candidates.map { findings(of: $0, subject) }
        return judged.min { $0.count < $1.count } ?? []
    }

    private func findings(of signature: MessageSignature, _ subject: Subject) -> [Finding] {
        let covered = Set(signature.components)
        var findings: [Finding] = []
        for wanted in specification.covers {
            guard let component = try? Component(parsing: subject.evidence.wireNames.component(wanted.value)), isThere(component, subject),
                !covered.contains(component)
            else { continue }
            findings.append(.uncovered(component, label: signature.label, in: subject.message.side, at: wanted.source))
        }
        do throws(SignatureError) {
            _ = try signature.verify(
                signedMessage(subject), keys: subject.evidence.keys, now: moment(of: subject), maximumAge: specification.createdWithin,
                skew: specification.skew, allowed: allowed)
        } catch {
            findings.append(.signatureProblem(error, in: subject.message.side, at: specification.source))
        }
        return findings
    }

    private var allowed: Set<SignatureAlgorithm> {
        let named = specification.algorithms.compactMap { SignatureAlgorithm(rawValue: $0) }
        return named.isEmpty ? Set(SignatureAlgorithm.allCases).subtracting([.hmacSHA256]) : Set(named)
    }

    /// A field that the message does not have need not be covered; derived components always are there.
    private func isThere(_ component: Component, _ subject: Subject) -> Bool {
        let text = component.description
        guard let name = text.split(separator: "\"").first, !name.hasPrefix("@"), let field = HTTPField.Name(String(name)) else {
            return true
        }
        let fields = text.contains(";req") ? subject.exchange.request.fields : wireFields(subject)
        return fields[field] != nil
    }

    private func signedMessage(_ subject: Subject) -> SignedMessage {
        let request = SignedMessage.request(
            method: subject.exchange.request.method, targetURI: subject.exchange.request.url, fields: subject.exchange.request.fields)
        guard subject.message.side == .answer else { return request }
        return SignedMessage.response(
            status: subject.exchange.response.status, fields: subject.exchange.response.fields, answering: request)
    }

    private func webhookFindings(_ subject: Subject) -> [Finding] {
        do throws(SignatureError) {
            _ = try StandardWebhooks.verify(
                wireFields(subject), body: subject.message.body, keys: subject.evidence.keys, now: moment(of: subject),
                tolerance: specification.createdWithin)
            return []
        } catch {
            return [.webhookSignatureProblem(error, at: specification.source)]
        }
    }
}
