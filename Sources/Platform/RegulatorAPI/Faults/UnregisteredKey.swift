import MessageSignatures

extension Fault {
    static let unregisteredKey = Fault(
        "unregistered-key", "Answers are signed with a key that the key set does not hold",
        .signing { plan in
            // A generated key is in no key set; should none be had, the answer stays as it should be.
            if let key = try? SigningKey.generate(.ed25519) { plan.key = key }
        })
}
