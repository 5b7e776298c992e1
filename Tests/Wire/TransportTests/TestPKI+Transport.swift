import TestSupport
import Transport

extension TestPKI {
    var trust: Trust { .pem(bytes("ca.pem")) }

    func identity(_ name: String) -> ClientIdentity {
        ClientIdentity(certificatePEM: bytes("\(name).pem"), keyPEM: bytes("\(name).key"))
    }
}
