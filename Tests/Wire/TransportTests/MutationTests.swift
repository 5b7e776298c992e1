import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Transport

/// Damaged answers and addresses: each is read or refused, and nothing is sent that could mean something else.
@Suite(.serialized) struct MutationTests {
    @Test func `the head of an answer is read or breaks the protocol`() {
        let documents = [
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-A:  b \r\n\r\nX-Trailer: 1\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/2 404 \r\na: b\r\nA: c\r\n\r\n",
        ]
        let tokens = [
            "HTTP/1.1 ", "\r\n", "\r\n\r\n", ":", " ", "\t", "099", "600", "HTTP/2 204\r\n", ": ", "\r", "Content-Length: -1\r\n",
        ]
        let tally = Mutations(seed: 90, of: documents, tokens: tokens).tally { bytes in
            var head = ResponseHead()
            do throws(TransportError) {
                for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) { try head.take(Array(line) + [0x0A]) }
            } catch { return error.message.isEmpty ? .broken("a refusal without words") : .refused }
            guard (100...599).contains(head.status) || head.status == 0 else { return .broken("status \(head.status)") }
            let isClean = (head.fields + head.trailers).allSatisfy { !$0.value.utf8.contains { $0 == 0x0D || $0 == 0x0A || $0 == 0 } }
            return isClean ? .accepted : .broken("\(head.fields)")
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `addresses of mail cannot end a command`() {
        let documents = ["inspector@regulator.example", "a.b+c@x-y.test", "a@b"]
        let tokens = ["@", ".", "..", "-", "\r\n", " ", "<", ">", ",", "\"", "[", "xn--", "é"]
        let tally = Mutations(seed: 91, of: documents, tokens: tokens).tally { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            guard let address = try? MailAddress(text) else { return .refused }
            let isSafe = address.text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"<>,;:\"()[]\\ ".utf8.contains($0) }
            return isSafe && !address.domain.isEmpty ? .accepted : .broken(address.text)
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `mail is ASCII in short lines, whatever it says`() throws {
        let sender = try MailAddress("a@b.test")
        let documents = ["Report ready\nText\nof two lines", "Ä =?x?= \nline = 1\r\n.\r\n", "s\n" + String(repeating: "long ", count: 40)]
        let tokens = ["\r\n", "\n.", "=?UTF-8?B?", "?=", "=", " \n", "\t", String(repeating: "x", count: 100), "\u{1F600}"]
        let tally = Mutations(seed: 92, of: documents, tokens: tokens).tally { bytes in
            let parts = String(decoding: bytes, as: UTF8.self).split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return .refused }
            do throws(TransportError) {
                let mail = try MailMessage(
                    from: sender, to: [sender], identifier: "1", sentAt: Date(timeIntervalSince1970: 0), subject: String(parts[0]),
                    text: String(parts[1]))
                let lines = mail.bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
                let isClean = lines.allSatisfy { line in
                    line.last == 0x0D && line.count <= 999 && line.dropLast().allSatisfy { (0x20...0x7E).contains($0) }
                }
                guard isClean, mail.bytes.last == 0x0A else { return .broken(String(decoding: mail.bytes, as: UTF8.self)) }
                // Fields, one empty line, text: nothing of the subject stands on a line of its own as a field.
                let names = lines.prefix { $0 != [0x0D] }.filter { $0.first != 0x20 }
                return names.count == 8 ? .accepted : .broken("\(names.count) fields")
            } catch { return error.message.isEmpty ? .broken("a refusal without words") : .refused }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `a request goes where its URL says, or nowhere`() {
        let documents = ["https://example.test:8443/a?b#c", "http://[::1]:80/", "HTTPS://h/", "https://1.2.3.4"]
        let tokens = ["://", "@", ":", "/", "?", "#", "[", "]", " ", "\\", "file://", "http://", ":99999", "%00"]
        let tally = Mutations(seed: 93, of: documents, tokens: tokens).tally { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            do throws(TransportError) {
                let origin = try RequestPlan.origin(of: text)
                return origin.contains("@") || origin.contains("/") || origin.isEmpty ? .broken(origin) : .accepted
            } catch { return error.message.isEmpty ? .broken("a refusal without words") : .refused }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `a timeout beyond all measure is the longest there is`() throws {
        for duration in [
            Duration(secondsComponent: 9_223_372_036_854_775, attosecondsComponent: 999_000_000_000_000_000), .seconds(Int64.max),
        ] {
            let request = OutgoingRequest(method: "GET", url: "https://example.test/", timeout: duration)
            #expect(try RequestPlan(request).timeoutMilliseconds == Int(Int32.max))
        }
    }
}
