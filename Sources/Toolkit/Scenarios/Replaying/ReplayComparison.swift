import Documents
import HTTPTypes
import Results
import Verification

/// Holds an answer against the recorded one: status, media type, and the shape of a JSON body.
struct ReplayComparison: Sendable {
    /// Members whose values, though texts, say how far something is: they must be the same in the end.
    private static let states: Set<String> = ["state", "status"]

    let entry: Recording.Entry
    let attempt: Attempt

    /// Whether the subject is not yet as far as it was when it answered then.
    var isBehind: Bool {
        guard let old = try? JSONReader.read(entry.responseBody), let body = attempt.exchange?.response.body,
            let new = try? JSONReader.read(body)
        else { return false }
        return Self.states.contains { old[$0] != nil && old[$0] != new[$0] }
    }

    var checks: [CheckRecord] {
        guard case .answered(let exchange) = attempt else {
            // No answer then and none now is the same.
            return [check("status", entry.status == 0 ? nil : ("an answer", "\(entry.status)", "none"))]
        }
        let response = exchange.response
        var checks = [
            check("status", entry.status == response.status ? nil : ("status", "\(entry.status)", "\(response.status)"))
        ]
        let (oldType, newType) = (Self.type(entry.responseFields), Self.type(response.fields))
        checks.append(check("media-type", oldType == newType ? nil : ("header Content-Type", oldType, newType)))
        guard let old = try? JSONReader.read(entry.responseBody) else { return checks }
        guard let new = try? JSONReader.read(response.body) else {
            checks.append(check("shape", ("body", "JSON", "\(response.body.count) bytes that are not JSON")))
            return checks
        }
        let difference = NodeComparison(ofShapeIgnoring: []).difference(old, new)
        checks.append(check("shape", difference.map { ($0.path, $0.left, $0.right) }))
        for name in Self.states.sorted() where old[name]?.string != nil {
            let (was, now) = (old[name]?.string ?? "", new[name]?.string ?? "nothing")
            checks.append(check("value", was == now ? nil : ("$.\(name)", was, now)))
        }
        return checks
    }

    private func check(_ what: String, _ difference: (place: String, was: String, is: String)?) -> CheckRecord {
        CheckRecord(
            check: "replay.\(what)", outcome: difference == nil ? .passed : .failed,
            findings: difference.map { [.replayDiffers(what, $0.place, was: $0.was, is: $0.is)] } ?? [], exchanges: [attempt.number])
    }

    private static func type(_ fields: HTTPFields) -> String {
        (fields[.contentType] ?? "").prefix { $0 != ";" }.lowercased()
    }
}

extension Finding {
    static func replayDiffers(_ what: String, _ place: String, was: String, is now: String) -> Finding {
        Finding(
            code: "replay.\(what)", message: "the answer is another than the recorded one: \(place) was \(was), is \(now)", place: place,
            expected: was, actual: now, remedy: "see what changed since the recording; if it is wanted, record the session again")
    }
}
