import Documents

extension Fault {
    static let callbackOfAnotherRequest = Fault(
        "callback-of-another-request", "A callback names a request that was never made",
        .callbackBody { $0.setting("request_id", "00000000-0000-4000-8000-000000000000") })
}
