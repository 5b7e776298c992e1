extension Fault {
    static let staleSignature = Fault(
        "stale-signature", "Answers carry a signature that was made an hour ago",
        .signing { $0.created -= 3600 })
}
