import Foundation
import TestSupport
import Testing

@testable import ServerKit

/// Damaged targets, addresses and mail conversations: each is read or refused, and nothing slips through.
@Suite(.serialized) struct MutationTests {
    @Test func `a target is taken apart strictly, and no route widens it`() {
        let documents = [
            "/regulator/reports/2026-10-15?page=2&q=a%20b", "/a/%C3%A4/..%2f", "/", "/x?%C3%A4=&b", "/regulator/audit/tile/0/x001",
        ]
        let tokens = ["/", "//", "..", "%2F", "%2e", "%00", "%", "%C3", "?", "&", "&&", "=", "+", "#", "\\", ";", "http://x/"]
        let route = RouteTemplate("/regulator/audit/{name}/{path...}")
        let tally = Mutations(seed: 80, of: documents, tokens: tokens).tally { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            do throws(Problem) {
                let target = try RequestTarget(parsing: text)
                let rebuilt = target.path + (text.contains("?") ? "?" + text.drop { $0 != "?" }.dropFirst() : "")
                guard rebuilt == text, target.segments.allSatisfy({ !$0.contains("\0") }) else { return .broken("\(target)") }
                if let parameters = route.parameters(for: target.segments), let path = parameters["path"] {
                    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
                    if parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) { return .broken("a path \(path)") }
                }
                return .accepted
            } catch { return error.status == 400 && !error.detail.isEmpty ? .refused : .broken("\(error)") }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `addresses are written as what they were read as`() {
        let documents = ["192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1", "::", "1:2:3:4:5:6:7:8", "::1.2.3.4", "fe80::1:0:0:1"]
        let tally = Mutations(seed: 81, of: documents, tokens: [":", "::", ".", "0", "00", "ffff", "10000", "%eth0", "[", "]", "/24"])
            .tally { bytes in
                guard let address = IPAddress(String(decoding: bytes, as: UTF8.self)) else { return .refused }
                return IPAddress(address.description) == address ? .accepted : .broken("written as \(address)")
            }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `a conversation takes mail only whole and in order`() {
        let documents = [
            "EHLO a\nMAIL FROM:<a@b> SIZE=10 BODY=8BITMIME\nRCPT TO:<c@d>\nDATA\nSubject: x\n\n..dot\n.\nQUIT",
            "HELO x\nAUTH PLAIN AG5hbWUAcGFzcw==\nmail from:<>\nrcpt to: <a@b>\nRSET\nNOOP\nVRFY x\nDATA",
            "EHLO a\nAUTH PLAIN\nAG5hbWUAcGFzcw==\nMAIL FROM:<a@b>\nRCPT TO:<c@d>\nRCPT TO:<e@f>\nDATA\n.\n",
        ]
        let tokens = [
            "\n.\n", "\r", "\nDATA\n", "\nRCPT TO:<x@y>\n", "MAIL FROM:", "<", ">", "<<", "SIZE=", "SIZE=999999999999999999999", "BODY=",
            "=", "@",
            "STARTTLS", "\nRSET\n", " ", "..", "AUTH ",
        ]
        for login in [nil, MailListenerConfiguration.Login(name: "name", password: "pass")] {
            var configuration = MailListenerConfiguration(name: "mx.test", certificatePEM: [], keyPEM: [], login: login)
            configuration.maximumMessageBytes = 100
            let tally = Mutations(seed: 82, count: 10_000, of: documents, tokens: tokens).tally { bytes in
                var session = MailSession(configuration, remoteAddress: "127.0.0.1")
                session.secured()
                var taken = 0
                for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
                    let actions = session.take(Array(line))
                    for case .take(let mail) in actions {
                        taken += 1
                        let isWhole =
                            mail.content.count <= 100 && !mail.recipients.isEmpty && mail.recipients.allSatisfy { $0.contains("@") }
                        // Every line feed has its carriage return, so that no second message can hide in the first.
                        let text = String(decoding: mail.content, as: UTF8.self).utf8.split(separator: 0x0A)
                        guard isWhole, text.allSatisfy({ $0.last == 0x0D && $0.dropLast().allSatisfy { $0 != 0x0D } }) else {
                            return .broken("\(mail)")
                        }
                    }
                    for case .reply(let reply) in actions where !(200..<600).contains(reply.code) { return .broken("\(reply)") }
                    if actions.contains(.close) { break }
                }
                return taken > 0 ? .accepted : .refused
            }
            #expect(tally.isSound, "\(tally)")
        }
    }

    @Test func `a damaged list of revoked certificates says nothing in its authority's name`() async throws {
        let folder = try TemporaryFolder()
        let authority = try await TestAuthority("ca", in: folder.url)
        try await authority.issue("client")
        let pem = try await authority.list(revoking: ["client"])
        let genuine = try RevocationList(parsing: pem)
        let trusted = try CertificateAuthority.all(inPEM: try authority.bytes("ca.pem"))
        let text = String(decoding: pem, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
        let der = [UInt8](try #require(Data(base64Encoded: text)))
        let documents = [der, pem, HandmadeList().der, HandmadeList(version: nil, entries: nil).der]
        let tokens = ["\u{30}", "\u{02}\u{01}", "\u{17}\u{0D}", "Z", "-----BEGIN X509 CRL-----\n", "-----END X509 CRL-----\n", "=", "\n"]
        let tally = Mutations(seed: 84, ofBytes: documents, tokens: tokens).tally { bytes in
            do throws(RevocationList.Refusal) {
                let list = try RevocationList(parsing: bytes)
                guard list.thisUpdate <= list.nextUpdate else { return .broken("it ends before it begins") }
                guard list.signed == genuine.signed || (try? list.signer(among: trusted)) == nil else { return .broken("signed by nobody") }
                return .accepted
            } catch { return error.message.isEmpty ? .broken("no reason") : .refused }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `percent-encoding is strict`() {
        let documents = ["a%20b+c", "%C3%A4=%F0%9F%98%80&x=1", "a=1&b=2", "%41"]
        let tally = Mutations(seed: 83, of: documents, tokens: ["%", "%00", "%C3", "%ff", "&", "=", "+", "%+5", "%2"]).tally { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            guard let decoded = PercentCoding.decode(text) else { return .refused }
            // Foundation leaves NUL alone and drops a byte order mark; it is as strict otherwise.
            return text.hasPrefix("\u{FEFF}") || text.removingPercentEncoding == decoded
                ? .accepted : .broken("read as \(decoded.debugDescription)")
        }
        #expect(tally.isSound, "\(tally)")
    }
}
