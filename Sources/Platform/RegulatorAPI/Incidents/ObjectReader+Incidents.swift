import Documents
import Foundation
import Incidents
import Requests
import ServerKit

/// The members that bodies about incidents share.
extension ObjectReader {
    /// A UUID, in lower case.
    mutating func uuid(_ name: String) throws(Problem) -> String {
        let text = try text(name, limit: 36)
        guard let uuid = UUID(uuidString: text) else { throw .invalidMember(pointer(to: name), "expected a UUID") }
        return uuid.uuidString.lowercased()
    }

    /// A text that is read outside of the operator: it names no person.
    mutating func publicText(_ name: String, limit: Int) throws(Problem) -> String {
        let text = try text(name, limit: limit)
        try PersonalText.check(text, at: pointer(to: name))
        return text
    }

    /// A text as in `publicText`; nil when it is absent.
    mutating func optionalPublicText(_ name: String, limit: Int) throws(Problem) -> String? {
        value(name) == nil ? nil : try publicText(name, limit: limit)
    }

    /// A number of players; nil when it is absent.
    mutating func count(_ name: String) throws(Problem) -> Int? {
        value(name) == nil ? nil : try integer(name, in: 0...100_000_000)
    }

    /// `P1` to `P4`; nil when it is absent.
    mutating func severity(_ name: String) throws(Problem) -> IncidentType.Severity? {
        guard value(name) != nil else { return nil }
        return IncidentType.Severity(rawValue: try word(name, of: IncidentType.Severity.allCases.map(\.rawValue)))
    }

    /// Ids of the operator's licences, each once, in the order of the operator's; empty when the member is absent.
    mutating func licences(_ name: String, among own: [String]) throws(Problem) -> [String] {
        guard let value = value(name) else { return [] }
        guard let list = value.array, (1...100).contains(list.count) else {
            throw .invalidMember(pointer(to: name), "expected a list of 1 to 100 licences")
        }
        for (index, entry) in list.enumerated() where !(entry.string.map(own.contains) ?? false) {
            throw .invalidMember(pointer(to: name).appending(String(index)), "expected one of \(own.joined(separator: ", "))")
        }
        return own.filter { id in list.contains { $0.string == id } }
    }

    /// Decisions about conditional notices; none when the member is absent.
    mutating func conditions(_ name: String) throws(Problem) -> [(notice: String, holds: Bool)] {
        guard let value = value(name) else { return [] }
        guard let list = value.array, list.count <= 100 else {
            throw .invalidMember(pointer(to: name), "expected a list of at most 100 decisions")
        }
        var decisions: [(notice: String, holds: Bool)] = []
        for (index, entry) in list.enumerated() {
            var reader = try ObjectReader(entry, at: pointer(to: name).appending(String(index)))
            decisions.append((try reader.text("notice_id", limit: 64), try reader.flag("holds")))
            try reader.finish()
        }
        return decisions
    }
}
