import Contracts
import Documents
import Results
import XMLDocuments

/// What a contract asserts of an XML body in XPath is true.
struct BodyXPathCheck: Check {
    let assertions: XPathAssertions

    var name: String { "body.xpath" }

    func judgement(of subject: Subject) -> Judgement {
        do throws(XMLError) {
            let document = try XMLDocument(parsing: subject.message.body)
            var findings: [Finding] = []
            for expression in assertions.expressions {
                let resolved: String
                do throws(Template.UnknownVariable) {
                    resolved = try Template(expression.value).text(subject.values)
                } catch {
                    return .skipped(Reason.unknownVariable(error.name))
                }
                // `boolean()` keeps its argument's truth and takes any type, so that a node set counts by being there.
                let value = try document.values(xpath: "boolean(\(resolved))", namespaces: assertions.namespaces).first
                if value != "true" { findings.append(.xpathFalse(resolved, in: subject.message.side, at: expression.source)) }
            }
            return Judgement(Finding.limited(findings))
        } catch {
            guard error.code == .invalidXPath else {
                return .failed([
                    .xmlUnreadable(error, in: subject.message.side, at: assertions.expressions.first?.source ?? SourceLocation(file: ""))
                ])
            }
            return .skipped(Reason.brokenXPath("\(error)"))
        }
    }
}
