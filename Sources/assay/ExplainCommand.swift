import ArgumentParser
import Contracts
import Documents
import Foundation
import Results

/// `assay explain`: what a code means.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Says what a finding code, a verdict or an exit code means and how it is mended.",
        discussion: """
            Examples:
              assay explain signature.expired
              assay explain "Not fully verified"
              assay explain 11
              assay explain --list
            """)

    @Argument(help: "A finding code (body.match), a verdict or an exit code.")
    var code: String?

    @Flag(help: "Lists every code that is explained.")
    var list = false

    @Flag(help: "Prints JSON.")
    var json = false

    @OptionGroup var content: ContentOption

    func validate() throws {
        guard list != (code != nil) else { throw ValidationError("say which code, or --list") }
    }

    func run() throws {
        let (book, findings) = ExplanationBook.load(content: try content.folder(holding: ExplanationBook.folder))
        try ContentOption.refuse(findings)
        guard let code else {
            for one in book.explanations { Console.result("\(one.codes.joined(separator: ", "))  \(one.meaning)") }
            return
        }
        guard let found = book.explanation(of: code) else {
            let near = book.near(code).first.map { "did you mean \($0)? " } ?? ""
            throw ValidationError("\(code) is not explained: \(near)assay explain --list has all")
        }
        if json {
            let node = Node.object([
                ("code", .string(code)), ("meaning", .string(found.meaning)), ("remedy", .string(found.remedy)),
                ("accepted", .string(found.accepted)), ("refused", .string(found.refused)),
            ])
            return Console.result(String(decoding: node.prettyBytes(), as: UTF8.self))
        }
        Console.result("\(code)\n  \(found.meaning)\n  remedy:   \(found.remedy)")
        Console.result("  accepted: \(found.accepted)\n  refused:  \(found.refused)")
    }
}
