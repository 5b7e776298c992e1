import HTTPTypes

extension Mischief {
    /// What an inbox answers under this mischief, given what it would have answered.
    package func spoiling(_ answer: ScriptedAnswer) -> ScriptedAnswer {
        switch self {
        case .refuse: ScriptedAnswer(status: 403)
        case .unavailable: ScriptedAnswer(status: 503)
        case .tooMany: ScriptedAnswer(status: 429, fields: [.retryAfter: "1"])
        case .drop: ScriptedAnswer(status: 504)
        case .delay: answer.delayed(by: .milliseconds(400))
        case .slowRead: answer.delayed(by: .milliseconds(800))
        case .wrongSignature: answer.signedWrongly
        case .duplicate, .reorder: answer
        }
    }
}

extension ScriptedAnswer {
    fileprivate func delayed(by more: Duration) -> ScriptedAnswer {
        ScriptedAnswer(status: status, fields: fields, body: body, delay: delay + more, echoes: echoes)
    }

    /// With fields that have the form of a signature (RFC 9421) and are none.
    fileprivate var signedWrongly: ScriptedAnswer {
        var fields = fields
        if let input = HTTPField.Name("Signature-Input"), let signature = HTTPField.Name("Signature") {
            fields[input] = #"sig1=("@status");created=1;keyid="nobody";alg="ed25519""#
            fields[signature] = "sig1=:\(String(repeating: "A", count: 86))==:"
        }
        return ScriptedAnswer(status: status, fields: fields, body: body, delay: delay, echoes: echoes)
    }
}
