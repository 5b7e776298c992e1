import Results

extension Finding {
    static func notPact(at location: SourceLocation) -> Finding {
        Finding(
            code: "pact.not-a-pact", message: "a Pact file has `consumer`, `provider` and `interactions`", source: location,
            remedy: "name a Pact file, or take this one out of the folder")
    }

    static func emptyPact(at location: SourceLocation) -> Finding {
        Finding(
            code: "pact.empty", message: "the file has no interactions: nothing would be checked", source: location,
            remedy: "record at least one interaction")
    }

    static func pactMessages(at location: SourceLocation) -> Finding {
        Finding(
            code: "pact.messages", message: "messages are not sent over HTTP and cannot be judged", source: location,
            remedy: "keep HTTP interactions in a file of their own")
    }

    static func pactKind(_ type: String, at location: SourceLocation) -> Finding {
        Finding(
            code: "pact.unsupported-interaction", message: "an interaction of type `\(type)` cannot be judged", source: location,
            expected: "Synchronous/HTTP", actual: type, remedy: "keep HTTP interactions in a file of their own")
    }

    static func incompletePact(at location: SourceLocation) -> Finding {
        Finding(
            code: "pact.incomplete", message: "an interaction needs `request` and `response`", source: location,
            remedy: "record the interaction anew")
    }

    static func encodedPactBody(at location: SourceLocation) -> Finding {
        Finding(
            code: "pact.encoded-body", message: "the encoded body is not text in Base64 and cannot be judged", source: location,
            remedy: "record the interaction with a JSON or text body")
    }

    static func unsupportedPactRule(_ what: String, at location: SourceLocation) -> Finding {
        Finding(
            code: "pact.unsupported-rule", message: "\(what) cannot be judged", source: location,
            remedy: "use one of equality, type, regex, include, number, integer, decimal, boolean, null, values, date, time, timestamp")
    }
}
