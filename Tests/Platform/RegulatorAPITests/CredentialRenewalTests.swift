import ServerKit
import Synchronization
import TestSupport
import Testing

@testable import RegulatorAPI

@Suite struct CredentialRenewalTests {
    private func material(_ name: String) -> TLSMaterial {
        TLSMaterial(certificatePEM: Array(name.utf8), keyPEM: [], clientTrustPEM: [])
    }

    @Test func `of two changes the later one is in force, in whatever order they are told of`() {
        let applied = Mutex<[TLSMaterial]>([])
        let renewal = CredentialRenewal { material in applied.withLock { $0.append(material) } }
        renewal.renew(material("first"), generation: 0)
        renewal.renew(material("third"), generation: 2)
        renewal.renew(material("second"), generation: 1)
        renewal.renew(material("third"), generation: 2)
        #expect(applied.withLock { $0 } == [material("first"), material("third")])
    }
}
