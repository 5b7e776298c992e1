import Contracts
import Results

/// Everything that is said about dialects beyond what all files have in common.
extension Finding {
    private static func dialect(_ code: String, _ message: String, at location: SourceLocation, expected: String? = nil, remedy: String)
        -> Finding
    {
        Finding(code: "dialect.\(code)", message: message, source: location, expected: expected, remedy: remedy)
    }

    static func dialectUnreadable(_ path: String) -> Finding {
        dialect(
            "unreadable", "there is no readable dialect of at most 1 MiB", at: SourceLocation(file: path),
            remedy: "check `dialect` in the profile: `ours`, or the path of a file beside it")
    }

    static func dialectPath(_ written: String, at location: SourceLocation) -> Finding {
        dialect(
            "bad-path", "`\(written)` is not a path with placeholders", at: location, expected: "`/path/{name}?parameter={name}`",
            remedy: "begin with a slash, or a method and a slash; in the contracts' path a placeholder is a whole segment or value")
    }

    static func dialectPlaceholder(_ name: String, near: [String], at location: SourceLocation) -> Finding {
        dialect(
            "unknown-placeholder", "the contracts' path gives no `{\(name)}`", at: location,
            remedy: near.first.map { "did you mean `{\($0)}`?" } ?? "name one of the placeholders of the key")
    }

    static func dialectLost(_ name: String, at location: SourceLocation) -> Finding {
        dialect(
            "lost-placeholder", "`{\(name)}` of the contracts' path does not reach the wire", at: location,
            remedy: "say where it goes, or write the one value that is meant into the key")
    }

    static func dialectMethod(_ method: String?, _ wire: String, at location: SourceLocation) -> Finding {
        dialect(
            "unsafe-method", "a request of `\(method ?? "any method")` would be made as \(wire)", at: location,
            expected: "a reading request stays a reading one, and a writing one a writing one",
            remedy: "begin the key with a method of the same kind: what a case says of its effects must stay true")
    }

    static func dialectSelector(_ written: String, at location: SourceLocation) -> Finding {
        dialect(
            "bad-selector", "`\(written)` does not say which bodies are meant", at: location,
            expected: "a schema (`report-list`), interactions (`core.reports/*`) or a path (`/reports/{period}`)",
            remedy: "write one of these, with `request ` or `answer ` before it when only one half is meant")
    }

    static func dialectFieldName(_ name: String, at location: SourceLocation) -> Finding {
        dialect("bad-field-name", "`\(name)` is not a field name", at: location, remedy: "write a token (RFC 9110 §5.1)")
    }

    static func dialectFixedField(_ name: String, at location: SourceLocation) -> Finding {
        dialect(
            "fixed-field", "the name of `\(name)` is fixed by other standards", at: location,
            remedy: "drop it: whoever signs, frames or authenticates a message must find this field")
    }

    static func dialectTwice(_ wire: String, _ first: String, _ second: String, at location: SourceLocation) -> Finding {
        dialect(
            "two-for-one", "`\(first)` and `\(second)` are both `\(wire)` on the wire", at: location,
            remedy: "give each a name of its own: in what comes back they could not be told apart")
    }

    static func dialectEmpty(at location: SourceLocation) -> Finding {
        dialect("empty-word", "a word of a dialect is empty", at: location, remedy: "write the contracts' word and the subject's")
    }
}
