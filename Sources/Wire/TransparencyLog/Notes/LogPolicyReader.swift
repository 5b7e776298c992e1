/// Reads the lines of a policy file from the first to the last: names mean what stands above them, so no rule can go in circles.
struct LogPolicyReader {
    private var logs: [NoteVerifier] = []
    private var witnesses: [NoteVerifier] = []
    private var urls: [NoteVerifier: String] = [:]
    private var quorum: LogPolicy.Rule?
    /// Witnesses and groups share their names, which are octets: two texts that look alike stay two.
    private var rules: [[UInt8]: LogPolicy.Rule] = [:]
    /// Names that are in a group: each counts once.
    private var taken: Set<[UInt8]> = []
    private var groups = 0
    private var line = 0

    private static let none = Array("none".utf8)

    mutating func read(_ bytes: [UInt8]) throws(LogError) {
        guard bytes.count <= LogPolicy.maximumBytes else {
            throw LogError(.tooLarge, "expected a policy of at most \(LogPolicy.maximumBytes) bytes, got \(bytes.count)")
        }
        guard bytes.last == 0x0A else { throw LogError(.malformed, "the policy does not end in a line feed") }
        for text in bytes.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false) {
            line += 1
            guard text.allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }) else { throw malformed("has control characters") }
            let words = text.split { $0 == 0x20 || $0 == 0x09 }.map(Array.init)
            guard let first = words.first, first.first != UInt8(ascii: "#") else { continue }
            try read(String(decoding: first, as: UTF8.self), Array(words.dropFirst()))
        }
    }

    /// What was read; throws `malformed` when no line gave the quorum.
    func policy() throws(LogError) -> LogPolicy {
        guard let quorum else { throw LogError(.malformed, "the policy has no quorum line; `quorum none` asks for no witness") }
        return LogPolicy(logs: logs, witnesses: witnesses, quorum: quorum, urls: urls)
    }

    private mutating func read(_ keyword: String, _ words: [[UInt8]]) throws(LogError) {
        switch keyword {
        case "log":
            guard (1...2).contains(words.count) else { throw malformed("expected log, a key, and perhaps a URL") }
            let key = try verifier(words[0], isWitness: false, unlike: logs)
            logs.append(key)
        case "witness":
            guard (2...3).contains(words.count) else { throw malformed("expected witness, a name, a key, and perhaps a URL") }
            let key = try verifier(words[1], isWitness: true, unlike: witnesses)
            witnesses.append(key)
            if words.count == 3 { urls[key] = String(decoding: words[2], as: UTF8.self) }
            try define(words[0], .witness(key))
        case "group":
            guard words.count >= 3 else { throw malformed("expected group, a name, all, any or a number, and members") }
            let members = Array(words.dropFirst(2))
            let threshold = try threshold(String(decoding: words[1], as: UTF8.self), of: members.count)
            var member: [LogPolicy.Rule] = []
            for name in members {
                guard taken.insert(name).inserted else { throw malformed("\(text(name)) is a member of a group already") }
                member.append(try rule(name))
            }
            groups += 1
            try define(words[0], .group(threshold: threshold, members: member))
        case "quorum":
            guard words.count == 1 else { throw malformed("expected quorum and one name") }
            guard quorum == nil else { throw malformed("is a second quorum") }
            quorum = words[0] == Self.none ? LogPolicy.Rule.none : try rule(words[0])
        default:
            throw malformed("expected log, witness, group or quorum, got \(keyword.debugDescription)")
        }
        guard logs.count <= LogPolicy.maximumNames, witnesses.count <= LogPolicy.maximumNames, groups <= LogPolicy.maximumNames else {
            throw LogError(.tooLarge, "line \(line): expected at most \(LogPolicy.maximumNames) logs, witnesses and groups each")
        }
    }

    private func verifier(_ word: [UInt8], isWitness: Bool, unlike others: [NoteVerifier]) throws(LogError) -> NoteVerifier {
        guard let text = String(validating: word, as: UTF8.self) else { throw malformed("the key's name is not UTF-8") }
        let key: NoteVerifier
        do { key = try NoteVerifier(parsing: text) } catch { throw LogError(error.code, "line \(line): \(error.message)") }
        guard key.isWitness == isWitness else {
            let expected = isWitness ? "a witness's key, of type 4" : "a log's key, of type 1"
            throw LogError(.unsupportedKey, "line \(line): expected \(expected), got one of the other type")
        }
        guard !others.contains(where: { $0.hasSameKey(as: key) }) else { throw malformed("the key of \(key.name) stands above already") }
        return key
    }

    private func threshold(_ text: String, of count: Int) throws(LogError) -> Int {
        if text == "any" { return 1 }
        if text == "all" { return count }
        guard let number = Decimal.parse(text), number >= 1, number <= Int64(count) else {
            throw malformed("expected all, any or a number from 1 to \(count), got \(text.debugDescription)")
        }
        return Int(number)
    }

    private mutating func define(_ name: [UInt8], _ rule: LogPolicy.Rule) throws(LogError) {
        guard name != Self.none else { throw malformed("none has a meaning of its own") }
        guard rules.updateValue(rule, forKey: name) == nil else { throw malformed("\(text(name)) is defined above already") }
    }

    private func rule(_ name: [UInt8]) throws(LogError) -> LogPolicy.Rule {
        guard let rule = rules[name] else { throw malformed("\(text(name)) is not defined above") }
        return rule
    }

    private func text(_ name: [UInt8]) -> String { String(decoding: name, as: UTF8.self).debugDescription }

    private func malformed(_ what: String) -> LogError { LogError(.malformed, "policy, line \(line): \(what)") }
}
