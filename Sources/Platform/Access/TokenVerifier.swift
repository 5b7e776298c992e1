import Documents
import MessageSignatures
import ServerKit

/// Tells what an access token says and whether it is good at a realm's resources; whether it belongs to who shows it is the gate's business.
protocol TokenVerifier: Sendable {
    var realm: Realm { get }
    /// Reads a token and checks all that depends on the token, the issuer's keys and the time. Throws 401 `token-…`, or 503 when the keys are
    /// not to be had.
    func token(_ compact: String, now: Timestamp) async throws(Problem) -> AccessToken
    /// Whether a token that was read is still good; throws 503 when nobody can tell.
    func isGood(_ token: AccessToken) async throws(Problem) -> Bool
}

/// The tokens that the realm's own authorization server issues; each is on its ledger.
struct OwnTokens: TokenVerifier {
    let authority: TokenAuthority
    let ledger: any TokenLedger

    var realm: Realm { authority.realm }

    func token(_ compact: String, now: Timestamp) async throws(Problem) -> AccessToken {
        do throws(TokenRefusal) {
            return try AccessToken(verifying: compact, by: authority, now: now)
        } catch {
            throw .token(error, realm)
        }
    }

    func isGood(_ token: AccessToken) async throws(Problem) -> Bool {
        do {
            return try await ledger.isGood(tokenID: token.id)
        } catch {
            throw .ledgerUnavailable
        }
    }
}

/// The tokens of an authorization server elsewhere. No ledger of ours knows them: what its issuer takes back is good until it ends.
struct ForeignTokens: TokenVerifier {
    /// The longest life that a token may have, as for our own: the shorter, the sooner what was taken back is over.
    private static let maximumLifetime = TokenAuthority.maximumLifetime
    /// How far an issuer's clock may be ahead.
    private static let skew = Duration.seconds(10)

    /// No honest header is larger.
    private static let maximumHeaderCharacters = 16 << 10

    let realm: Realm
    let issuer: ExternalIssuer
    let keys: IssuerKeys

    func token(_ compact: String, now: Timestamp) async throws(Problem) -> AccessToken {
        guard let kid = Self.keyID(of: compact) else { throw .token(.malformed, realm) }
        guard let keys = await keys.keys(for: kid) else { throw .issuerKeysUnavailable }
        do throws(TokenRefusal) {
            let token = try AccessToken(
                verifying: compact, keys: keys, issuer: issuer.issuer, audience: issuer.audience, skew: Self.skew, now: now)
            // What is left, and the whole: a token of a day is as long-lived in its last minutes.
            let most = Self.maximumLifetime + Self.skew
            guard token.expiresAt <= now.advanced(by: most), token.expiresAt <= token.issuedAt.advanced(by: most) else { throw .tooLong }
            return token
        } catch {
            throw .token(error, realm)
        }
    }

    func isGood(_ token: AccessToken) async throws(Problem) -> Bool { true }

    /// The key that a token names, before anything of it is believed.
    private static func keyID(of compact: String) -> String? {
        let header = compact.prefix { $0 != "." }
        guard header.utf8.count <= maximumHeaderCharacters, let bytes = Base64URL.decode(String(header)) else { return nil }
        return (try? JSONReader.read(bytes, limits: .request))?["kid"]?.string
    }
}
