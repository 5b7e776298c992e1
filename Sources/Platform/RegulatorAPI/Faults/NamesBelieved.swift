import Access

extension Fault {
    static let namesBelieved = Fault(
        "names-believed", "Who names a client of tls_client_auth gets its token under any certificate", .access(.believedNames))
}
