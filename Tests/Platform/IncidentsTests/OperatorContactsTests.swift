import Foundation
import TestSupport
import Testing
import Transport

@testable import Incidents

@Suite struct OperatorContactsTests {
    private func read(_ text: String?, realm: String = "production", mode: Int = 0o600) throws -> OperatorContacts {
        let folder = try TemporaryFolder()
        let secret = folder.url.appending(path: "jira.authorization")
        try Data("Basic c2VjcmV0\n".utf8).write(to: secret)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: secret.path)
        if let text { try Data(("schema_version: 1\n" + text).utf8).write(to: folder.url.appending(path: "incidents.yaml")) }
        return try OperatorContacts(directory: folder.url.path, realm: realm)
    }

    private static let jira = """
        realms:
          production:
            on_call: duty@northwind.test
            second_contact: head@northwind.test
            tickets: { kind: jira, base_url: "https://jira.test", project: INC, issue_type: Task, authorization_file: jira.authorization }
          sandbox: { tickets: { kind: webhook, url: "https://tickets.test/in" } }
        """

    @Test func `each realm has its own contacts, and without a file nobody is told`() throws {
        let production = try read(Self.jira)
        #expect(production.onCall?.text == "duty@northwind.test")
        #expect(production.secondContact?.text == "head@northwind.test")
        #expect(production.tickets?.system == .jira(JiraProject(baseURL: "https://jira.test", key: "INC", issueType: "Task")))
        #expect(production.tickets?.authorization == "Basic c2VjcmV0")
        let sandbox = try read(Self.jira, realm: "sandbox")
        #expect(sandbox.onCall == nil && sandbox.tickets?.system == .webhook(url: "https://tickets.test/in"))
        #expect(try read(nil).tickets == nil)
    }

    @Test(arguments: [0o640, 0o604, 0o620]) func `a file of credentials that others can touch is not taken`(mode: Int) throws {
        do {
            _ = try read(Self.jira, mode: mode)
            Issue.record("taken with the mode \(String(mode, radix: 8))")
        } catch let error as IncidentError {
            #expect(error.message.contains("chmod 600") && error.message.hasPrefix("incidents.yaml:6:"), "\(error.message)")
        }
    }

    @Test func `what proves the platform is in no description`() throws {
        let connector = try #require(try read(Self.jira).tickets)
        var dumped = ""
        dump(connector, to: &dumped)
        for text in ["\(connector)", String(reflecting: connector), dumped] { #expect(!text.contains("c2VjcmV0"), "\(text)") }
    }

    @Test(arguments: [
        ("realms: []", "2:9"), ("realms: { staging: {} }", "2:11"), ("realms: { production: { on_call: nobody } }", "2:34"),
        ("realms: { production: { pager: x } }", "2:25"),
        ("realms: { production: { second_contact: nobody } }", "2:41"), ("realms: { production: { tickets: { kind: post } } }", "2:42"),
        ("realms: { production: { tickets: { kind: webhook, url: \"http://tickets.test\" } } }", "2:56"),
        ("realms: { production: { tickets: { kind: webhook } } }", "2:34"),
        (
            "realms: { production: { tickets: { kind: jira, base_url: \"https://j\", project: 'I\" OR 1', issue_type: T, "
                + "authorization_file: none } } }", "2:80"
        ),
        (
            "realms: { production: { tickets: { kind: jira, base_url: \"https://j\", project: I, issue_type: T, authorization_file: none } } }",
            "2:118"
        ),
    ])
    func `what is not understood is refused where it stands`(text: String, place: String) throws {
        do {
            _ = try read(text)
            Issue.record("taken: \(text)")
        } catch let error as IncidentError {
            #expect(error.message.hasPrefix("incidents.yaml:\(place):"), "\(error.message)")
        }
    }
}
