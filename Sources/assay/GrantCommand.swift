import ArgumentParser
import Contracts
import Documents
import Foundation
import MessageSignatures
import Results
import Scenarios

/// `assay grant`: what somebody lets a run do to a platform in production.
struct GrantCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant", abstract: "Signs and shows grants for production (*.grant.yaml).",
        discussion: """
            A grant names environment, base_url, effects, cases or requirements, valid_from, valid_to and granted_by. It lets exactly
            that run: assay run --profile production.profile.yaml --grant northwind.grant.yaml
            """, subcommands: [Sign.self, Show.self])

    /// `assay grant sign`: writes FILE.jws.
    struct Sign: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sign", abstract: "Signs a grant as it is now: writes FILE.jws beside it.",
            discussion: "Example: assay grant sign northwind.grant.yaml --key grantor.jwk")

        @Argument(help: "The grant.")
        var file: String

        @Option(help: "The grantor's private JWK (RFC 7517).")
        var key: String

        func run() throws {
            guard let keyBytes = FileManager.default.contents(atPath: key), let jwk = try? JSONReader.read([UInt8](keyBytes)),
                let signingKey = try? SigningKey(jwk: jwk)
            else { throw EarlyExit(.invalidFile, "--key \(key): expected a private JWK (RFC 7517) for signatures") }
            guard let data = FileManager.default.contents(atPath: file) else {
                throw EarlyExit(.invalidFile, "\(file): the file cannot be read")
            }
            // Nobody signs what is no grant; its own digest is proof enough for reading it.
            try ContentOption.refuse(Grant.load(GrantSource(file: file, digest: Grant.digest(of: [UInt8](data)))).findings)
            let signature: String
            do {
                signature = try JWS.detached(
                    payload: [UInt8](data), header: [("typ", .string(Grant.signatureType))], key: signingKey)
            } catch {
                throw EarlyExit(.invalidFile, "--key \(key): \(error)")
            }
            do { try Data((signature + "\n").utf8).write(to: URL(filePath: "\(file).jws")) } catch {
                throw EarlyExit(.harnessFault, "\(file).jws could not be written")
            }
            Console.result("\(file).jws: signed by \(signingKey.keyID)")
        }
    }

    /// `assay grant show`: who grants what, and whether it holds.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Says who grants what, until when, and whether it holds now; exit code 0 if so, else 11.",
            discussion: "Example: assay grant show northwind.grant.yaml --trust grantors.jwks")

        @Argument(help: "The grant.")
        var file: String

        @Option(help: "A JWKS with the keys that may grant.")
        var trust: String?

        @Option(help: "The SHA-256 of the file, in place of a signature.")
        var sha256: String?

        func run() throws {
            let (loaded, findings) = Grant.load(GrantSource(file: file, trust: trust, digest: sha256))
            guard let grant = loaded else {
                Console.report(findings)
                throw EarlyExit(.refusedByGuard)
            }
            let effects = Effects.allCases.filter(grant.effects.contains).map(\.rawValue)
            Console.result("granted by   \(grant.grantedBy)")
            Console.result("for          \(grant.baseURL) (\(grant.environment.rawValue))")
            Console.result("effects      \(effects.joined(separator: ", "))")
            Console.result("cases        \((grant.cases + grant.requirements.sorted().map(\.description)).joined(separator: ", "))")
            Console.result("tools        \(grant.tools.map(\.rawValue).sorted().joined(separator: ", "))")
            Console.result("states       \(grant.states.joined(separator: ", "))")
            Console.result("valid        \(grant.validFrom.description) to \(grant.validTo.description)")
            Console.result("sha256       \(grant.digest)")
            if let why = grant.lapse(at: .wall) { throw EarlyExit(.refusedByGuard, why) }
        }
    }
}
