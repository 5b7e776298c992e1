import Documents
import HTTPTypes
import MessageSignatures
import Results
import Testing

@testable import Scenarios

@Suite struct RedactorTests {
    private func body(_ text: String, secrets: Set<String> = []) -> String {
        String(decoding: Redactor(secrets: secrets).body(Array(text.utf8)), as: UTF8.self)
    }

    @Test func `credentials in fields go, whatever the case of their names, and the scheme stays`() {
        var fields = HTTPFields()
        fields[.authorization] = "Bearer abc"
        fields[.cookie] = "session=1"
        fields[.setCookie] = "session=1; Secure"
        fields[.accept] = "text/csv"
        let kept = Redactor().fields(fields).map(\.value)
        #expect(kept == ["Bearer [redacted]", "[redacted]", "[redacted]", "text/csv"])
    }

    @Test(arguments: [
        (#"{"access_token":"abc","x":1}"#, #"{"access_token":"[redacted]","x":1}"#),
        (#"{ "access_token" : "a\"b" , "x": 1 }"#, #"{ "access_token" : "[redacted]" , "x": 1 }"#),
        (#"{"access_token":null}"#, #"{"access_token":null}"#), ("a=1&client_assertion=eyJ.x.y&b=2", "a=1&client_assertion=[redacted]&b=2"),
        (#"{"password":"unfinished"#, #"{"password":"[redacted]"#), ("nothing here", "nothing here"), ("", ""),
        ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\nrest", "[redacted]\nrest"),
        ("-----BEGIN EC PRIVATE KEY-----\nAAAA", "[redacted]"),
        ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"),
    ])
    func `credentials in bodies go and everything else keeps its bytes`(text: String, expected: String) {
        #expect(body(text) == expected)
    }

    /// What the judged party sends must not keep the judge busy: each of these would take hours if every beginning were followed to the end.
    @Test(arguments: ["eyJ", "eyJ.eyJ", "-----BEGIN ", "\"password\"", "password=", "eyJhIjoxfQ.eyJhIjoxfQ"])
    func `bodies full of beginnings are gone through once`(piece: String) {
        let long = String(repeating: piece, count: 1_000_000 / piece.utf8.count)
        #expect(body(long).utf8.count >= 10)
    }

    @Test func `a token is found behind what only began like one`() throws {
        let key = try SigningKey.generate(.ed25519, keyID: "k")
        let token = try JWS.compact(payload: Array(#"{"iss":"a","exp":1}"#.utf8), key: key)
        #expect(body("eyJeyJ.eyJ " + token) == "eyJeyJ.eyJ [redacted]")
        #expect(body("eyJx." + token) == "eyJx.[redacted]")
        #expect(body("xx" + token + " eyJ") == "xx[redacted] eyJ")
    }

    @Test func `a token is known by its claims, and a signature over a file is none`() throws {
        let key = try SigningKey.generate(.ed25519, keyID: "k")
        let token = try JWS.compact(payload: Array(#"{"iss":"a","exp":1}"#.utf8), key: key)
        let manifest = try JWS.compact(payload: Array(#"{"files":[]}"#.utf8), key: key)
        let detached = try JWS.detached(payload: [1, 2, 3], key: key)
        #expect(body("<\(token)>") == "<[redacted]>")
        #expect(body(manifest) == manifest)
        #expect(body(detached) == detached)
    }

    @Test func `a declared secret goes wherever it occurs, also within another one`() {
        #expect(body("abcdef abcdefgh", secrets: ["abcdef", "abcdefgh"]) == "[redacted] [redacted]")
        #expect(Redactor(secrets: ["s3cret!"]).text("https://x/?t=s3cret!") == "https://x/?t=[redacted]")
    }

    @Test func `bytes that are no text stay as they are`() {
        let bytes: [UInt8] = [0, 255, 254, 34, 92]
        #expect(Redactor(secrets: ["secret"]).body(bytes) == bytes)
    }
}
