import Foundation
import TestSupport

/// Certificates made by the openssl command, not by our own code: authority, server, client, and what must be refused.
struct Certificates: Sendable {
    let folder: URL

    /// Made once for all suites; removed by the system with its temporary folder.
    static let shared = Task { try await Certificates() }

    private init() async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "serverkit-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let outcome = try await Shell.run(Self.script, in: folder)
        guard outcome.status == 0 else { throw Failure(text: outcome.text) }
    }

    struct Failure: Error { let text: String }

    func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: name))) }

    private static let script = """
        set -eu
        key() { [ -e $1.key ] || openssl ecparam -name prime256v1 -genkey -noout -out $1.key; }
        authority() {
            key $1
            openssl req -new -x509 -key $1.key -subj "$2" -days 30 -out $1.pem \
                -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
        }
        leaf() { # name, authority, subject, usage, names
            key $1
            openssl req -new -key $1.key -subj "$3" -out $1.csr
            printf 'basicConstraints=critical,CA:FALSE\\nextendedKeyUsage=%s\\nsubjectAltName=%s\\n' "$4" "$5" > $1.ext
            openssl x509 -req -in $1.csr -CA $2.pem -CAkey $2.key -CAcreateserial -days ${6:-30} -extfile $1.ext -out $1.pem
        }
        authority ca /CN=authority
        authority other /CN=authority
        leaf server ca /CN=server serverAuth IP:127.0.0.1,DNS:localhost
        leaf renewed ca /CN=renewed serverAuth IP:127.0.0.1,DNS:localhost
        openssl genrsa -out server-rsa.key 2048
        leaf server-rsa ca /CN=server-rsa serverAuth IP:127.0.0.1,DNS:localhost
        leaf client ca "/O=Regulator, Inc./CN=client" clientAuth DNS:client.invalid,IP:2001:db8::1,URI:urn:client,email:c@example.org
        leaf stranger other "/O=Regulator, Inc./CN=client" clientAuth DNS:client.invalid
        leaf wrong-use ca /CN=server-only serverAuth DNS:server-only.invalid
        openssl req -new -key client.key -subj /CN=expired -out expired.csr
        mkdir -p issued && : > index.txt && echo 01 > serial
        printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=index.txt\\nserial=serial\\nnew_certs_dir=issued\\ndefault_md=sha256\\npolicy=p\\n[p]\\n' > ca.cnf
        printf 'commonName=supplied\\n' >> ca.cnf
        openssl ca -batch -config ca.cnf -in expired.csr -cert ca.pem -keyfile ca.key -notext \
            -startdate 20200101000000Z -enddate 20200102000000Z -out expired.pem
        cp client.key expired.key
        """
}
