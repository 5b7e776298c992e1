import Foundation
import TestSupport

/// Client certificates made by the openssl command, each wrong in one way, with two that are right; the chain, where there is one, behind
/// the leaf in NAME.pem.
struct ClientCertificates: Sendable {
    /// What is wrong, and how openssl says so when it verifies the file: each is refused for its own reason.
    enum Fault: String, CaseIterable, Sendable {
        case untrusted = "unable to get local issuer certificate"
        case expired = "certificate has expired"
        case future = "certificate is not yet valid"
        case serverOnly = "unsuitable certificate purpose"
        case signsCode = "at 0 depth lookup: unsuitable certificate purpose"
        case unknownExtension = "unhandled critical extension"
        case long = "path length constraint exceeded"
        case behindOver = "at 1 depth lookup: certificate has expired"
        case behindLeaf = "invalid CA certificate"
        case behindMute = "key usage does not include certificate signing"
        case behindServers = "at 1 depth lookup: unsuitable certificate purpose"
        case behindNamed = "permitted subtree violation"
        case selfSigned = "self-signed certificate"
        case altered = "certificate signature failure"

        /// The file's name without its ending.
        var name: String {
            rawName.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
        }

        private var rawName: String { "\(self)" }
    }

    let folder: URL

    /// Made once for all suites; removed by the system with its temporary folder.
    static let shared = Task { try await ClientCertificates() }

    private init() async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "clients-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let outcome = try await Shell.run(Self.script, in: folder)
        guard outcome.status == 0 else { throw Certificates.Failure(text: outcome.text) }
    }

    func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: name))) }

    private static let script = """
        set -eu
        : > index.txt
        printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=index.txt\\nnew_certs_dir=.\\nrand_serial=yes\\nunique_subject=no\\ndefault_md=sha256\\npolicy=p\\n[p]\\ncommonName=supplied\\n' > ca.cnf
        request() { # name
            openssl ecparam -name prime256v1 -genkey -noout -out $1.key
            openssl req -new -key $1.key -subj /CN=$1 -out $1.csr
        }
        root() { # name, subject
            openssl ecparam -name prime256v1 -genkey -noout -out $1.key
            openssl req -new -x509 -key $1.key -subj $2 -days 30 -out $1.pem \
                -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
        }
        issue() { # name, authority, extensions, start, end
            [ -f $1.csr ] || request $1
            printf "$3" > $1.ext
            openssl ca -batch -notext -config ca.cnf -cert $2.pem -keyfile $2.key -in $1.csr -extfile $1.ext -out $1.pem \
                -startdate ${4:-20250101000000Z} -enddate ${5:-20491231000000Z} 2>/dev/null
        }
        behind() { # name, authorities, from the nearest
            cat $1.pem $(printf '%s.pem ' $2) > $1.chain && mv $1.chain $1.pem
        }
        sub='basicConstraints=critical,CA:TRUE\\nkeyUsage=critical,keyCertSign\\n'
        leaf='basicConstraints=critical,CA:FALSE\\nkeyUsage=critical,digitalSignature\\nextendedKeyUsage=clientAuth\\nsubjectAltName=DNS:client.invalid\\n'
        root root /CN=root
        root elsewhere /CN=root
        issue server root 'basicConstraints=critical,CA:FALSE\\nextendedKeyUsage=serverAuth\\nsubjectAltName=IP:127.0.0.1\\n'
        issue between root "$sub"
        # The limit stands in an authority between: one in the trusted root itself is no input of the path (RFC 5280 §6.1.1).
        issue between-short root 'basicConstraints=critical,CA:TRUE,pathlen:0\\nkeyUsage=critical,keyCertSign\\n'
        issue between-two between-short "$sub"
        issue between-over root "$sub" 20200101000000Z 20200201000000Z
        issue between-leaf root "$leaf"
        issue between-mute root 'basicConstraints=critical,CA:TRUE\\nkeyUsage=critical,cRLSign\\n'
        issue between-servers root "${sub}extendedKeyUsage=serverAuth\\n"
        issue between-named root "${sub}nameConstraints=critical,permitted;DNS:allowed.invalid\\n"
        issue good root "$leaf"
        issue good-behind between "$leaf"; behind good-behind between
        issue untrusted elsewhere "$leaf"
        issue expired root "$leaf" 20200101000000Z 20200201000000Z
        issue future root "$leaf" 20480101000000Z
        issue server-only root 'basicConstraints=critical,CA:FALSE\\nextendedKeyUsage=serverAuth\\n'
        issue signs-code root 'basicConstraints=critical,CA:FALSE\\nextendedKeyUsage=codeSigning\\n'
        issue unknown-extension root "${leaf}1.2.3.4=critical,DER:0500\\n"
        issue long between-two "$leaf"; behind long "between-two between-short"
        for kind in over leaf mute servers named; do
            issue behind-$kind between-$kind "$leaf"
            behind behind-$kind between-$kind
        done
        request self-signed
        printf "$leaf" > self-signed.ext
        openssl x509 -req -in self-signed.csr -signkey self-signed.key -days 30 -extfile self-signed.ext -out self-signed.pem 2>/dev/null
        cp good.key altered.key
        openssl x509 -in good.pem -outform DER -out good.der
        size=$(stat -c %s good.der)
        head -c $((size - 1)) good.der > altered.der
        tail -c 1 good.der | tr '\\000-\\377' '\\001-\\377\\000' >> altered.der
        openssl x509 -in altered.der -inform DER -out altered.pem
        """
}
