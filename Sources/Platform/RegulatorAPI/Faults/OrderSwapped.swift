import Documents

extension Fault {
    static let orderSwapped = Fault(
        "order-swapped", "Callbacks of an ordered endpoint are numbered backwards",
        .callbackBody { body in
            guard let sequence = body["sequence"]?.integer else { return body }
            return body.setting("sequence", .integer(1_000_000 - sequence))
        })
}
