import Contracts
import Documents
import Results

/// What the platform sends has the method and goes to the address that were agreed.
struct RequestLineCheck: Check {
    let method: String
    let target: Located<String>

    var name: String { "request" }

    func judgement(of subject: Subject) -> Judgement {
        let request = subject.exchange.request
        var findings: [Finding] = []
        if request.wordedMethod != method { findings.append(.unexpectedMethod(request.wordedMethod, wanted: method, at: target.source)) }
        do throws(Template.UnknownVariable) {
            let wanted = try Template(target.value).text(subject.values)
            if Self.normalized(wanted) != Self.normalized(request.wordedURL) {
                findings.append(.unexpectedTarget(request.wordedURL, wanted: wanted, at: target.source))
            }
        } catch {
            if findings.isEmpty { return .skipped(Reason.unknownVariable(error.name)) }
        }
        return Judgement(findings)
    }

    /// Scheme and host do not depend on case, and no path is the root (RFC 3986 §6.2).
    private static func normalized(_ url: String) -> String {
        guard let mark = url.firstRange(of: "://") else { return url }
        let rest = url[mark.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let tail = rest.dropFirst(authority.count)
        return url[..<mark.lowerBound].lowercased() + "://" + authority.lowercased() + (tail.hasPrefix("/") ? tail : "/" + tail)
    }
}
