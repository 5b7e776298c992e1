import Contracts
import Crypto
import Documents
import MessageSignatures

/// Compares one value with one rule.
struct RuleComparison: Sendable {
    let values: [String: Node]
    let now: Timestamp
    let keys: KeySet
    let form: Matching.Form

    /// What was expected when the value is not it; nil when it is.
    func miss(of value: Node, _ rule: Matcher.Rule) throws(Template.UnknownVariable) -> String? {
        switch rule {
        case .equals(let written):
            let expected = try Template.resolve(written, values)
            return areEqual(value, expected) ? nil : Excerpt.text(expected)
        case .oneOf(let choices):
            var known: [Node] = []
            for choice in choices { known.append(try Template.resolve(choice, values)) }
            return known.contains { areEqual(value, $0) } ? nil : "one of " + known.map(Excerpt.text).joined(separator: ", ")
        case .type(let type): return ValueShape(type).fits(value, form: form) ? nil : ValueShape(type).description
        case .regex(let expression): return fits(value, expression) ? nil : "text that matches \(expression.pattern)"
        case .include(let written):
            let part = try Template.resolve(written, values)
            return includes(value, part) ? nil : "something that includes \(Excerpt.text(part))"
        case .minimum(let bound): return try boundMiss(value, bound, isMinimum: true)
        case .maximum(let bound): return try boundMiss(value, bound, isMinimum: false)
        case .absent: return "nothing here"
        case .notEmpty: return isEmpty(value) ? "something that is not empty" : nil
        case .money(let written):
            let currency: String?
            if let written { currency = try Template(written).text(values) } else { currency = nil }
            return isMoney(value, currency: currency) ? nil : "money" + (currency.map { " in \($0)" } ?? "")
        case .recent(let span): return recentMiss(value, span)
        case .period(let written):
            let name = try Template(written).text(values)
            guard let period = CalendarPeriod(name) else { return "a date of a period, which \(Excerpt.text(name)) is not" }
            return value.string.map(period.contains) == true ? nil : "a date of \(name)"
        case .amount(let written):
            let expected = try Template.resolve(written, values)
            guard let number = Self.number(expected), let actual = Self.number(value) else {
                return "the amount \(Excerpt.text(expected))"
            }
            return actual < number || number < actual ? "the amount \(Excerpt.text(expected))" : nil
        case .digestOf(let source):
            guard let bytes = try ByteSourceReading(values: values).bytes(source) else { return "the SHA-256 of what is no \(source.form)" }
            let digest = Self.hex(SHA256.hash(data: bytes))
            return value.string == digest ? nil : "\(digest), the SHA-256 of the \(bytes.count) bytes that are there"
        case .sizeOf(let source):
            guard let bytes = try ByteSourceReading(values: values).bytes(source) else { return "the size of what is no \(source.form)" }
            return value.integer == bytes.count ? nil : "\(bytes.count), the number of bytes that are there"
        case .signatureOf(let source):
            guard let bytes = try ByteSourceReading(values: values).bytes(source) else {
                return "a signature over what is no \(source.form)"
            }
            return signatureFault(value, over: bytes).map { "a JWS over the \(bytes.count) bytes that are there: \($0)" }
        case .patched(let document, let patch):
            let (document, patch) = (try Template.resolve(document, values), try Template.resolve(patch, values))
            do {
                let expected = try JSONPatch.apply(patch, to: document)
                return value == expected ? nil : "\(Excerpt.text(expected)), which the patch makes"
            } catch {
                return "what the patch makes, but it does not apply: \(Excerpt.text(error.message))"
            }
        case .each, .paths: return nil
        }
    }

    /// Why the value is no signature of the judged party over the bytes; nil when it is.
    private func signatureFault(_ value: Node, over bytes: [UInt8]) -> String? {
        guard let text = value.string else { return "it is no text" }
        do throws(JWSError) {
            if text.contains("..") {
                _ = try JWS.verifyDetached(text, payload: bytes, keys: keys, allowed: SignatureAlgorithm.asymmetric)
                return nil
            }
            let signed = try JWS.verify(text, keys: keys, allowed: SignatureAlgorithm.asymmetric).payload
            return signed == bytes ? nil : "it is over other bytes"
        } catch { return error.message }
    }

    private static func number(_ node: Node) -> Number? { node.number ?? node.string.flatMap { Number($0) } }

    private static func hex(_ digest: SHA256.Digest) -> String {
        digest.map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
    }

    /// In header fields numbers and booleans of a contract stand for their text.
    private func areEqual(_ value: Node, _ expected: Node) -> Bool {
        if form == .text, let text = value.string {
            return text == (expected.string ?? String(decoding: expected.compactBytes(), as: UTF8.self))
        }
        return value == expected
    }

    private func fits(_ value: Node, _ expression: RegularExpression) -> Bool {
        guard let text = value.string ?? value.number?.lexeme, text.utf8.count <= 1 << 20 else { return false }
        return expression.isFound(in: text)
    }

    private func includes(_ value: Node, _ part: Node) -> Bool {
        if let elements = value.array { return elements.contains(part) }
        guard let text = value.string else { return false }
        return text.contains(part.string ?? String(decoding: part.compactBytes(), as: UTF8.self))
    }

    private func isEmpty(_ value: Node) -> Bool {
        switch value.value {
        case .null: true
        case .bool, .number: false
        case .string(let text): text.isEmpty
        case .array(let elements): elements.isEmpty
        case .object(let members): members.isEmpty
        }
    }

    private func isMoney(_ value: Node, currency: String?) -> Bool {
        let shape = ValueShape(.decimal)
        guard let amount = value["amount"] else { return currency == nil && shape.fits(value, form: .text) }
        guard let code = value["currency"]?.string, value.members?.count == 2, amount.string != nil else { return false }
        let isCode = code.utf8.count == 3 && code.utf8.allSatisfy { (65...90).contains($0) }
        return isCode && shape.fits(amount, form: .text) && (currency.map { $0 == code } ?? true)
    }

    private func recentMiss(_ value: Node, _ span: Duration) -> String? {
        let expected = "a time within \(DurationText.text(span)) of \(now)"
        guard let text = value.string, let time = try? Timestamp(parsing: text) else { return expected }
        let distance = time < now ? now - time : time - now
        return distance <= span ? nil : expected
    }

    private func boundMiss(_ value: Node, _ bound: Matcher.Bound, isMinimum: Bool) throws(Template.UnknownVariable) -> String? {
        let resolved = try Template.resolve(bound.node, values)
        let limit = Self.number(resolved)
        let expected = (isMinimum ? "at least " : "at most ") + Excerpt.text(resolved) + Self.unit(of: value)
        guard let limit, let measure = Self.measure(value, form: form) else { return expected }
        let isWithin = isMinimum ? !(measure < limit) : !(limit < measure)
        return isWithin ? nil : expected
    }

    /// The value of a number, else a count; a header field that holds a number counts as one.
    private static func measure(_ value: Node, form: Matching.Form) -> Number? {
        switch value.value {
        case .number(let number): number
        case .array(let elements): Number(elements.count)
        case .object(let members): Number(members.count)
        case .string(let text): (form == .text ? Number(text) : nil) ?? Number(text.unicodeScalars.count)
        case .null, .bool: nil
        }
    }

    private static func unit(of value: Node) -> String {
        switch value.value {
        case .array: " elements"
        case .object: " members"
        case .string: " characters"
        case .null, .bool, .number: ""
        }
    }

    /// What `min` and `max` looked at, for messages.
    static func measured(_ value: Node) -> String {
        guard value.number == nil, let count = measure(value, form: .node) else { return Excerpt.text(value) }
        return count.lexeme + unit(of: value)
    }

    /// The rule in words, for a value that is not there at all.
    static func description(of rule: Matcher.Rule, values: [String: Node]) -> String {
        switch rule {
        case .equals(let node): Excerpt.text((try? Template.resolve(node, values)) ?? node)
        case .oneOf(let nodes): "one of " + nodes.map { Excerpt.text((try? Template.resolve($0, values)) ?? $0) }.joined(separator: ", ")
        case .type(let type): ValueShape(type).description
        case .regex(let expression): "text that matches \(expression.pattern)"
        case .include(let node): "something that includes \(Excerpt.text((try? Template.resolve(node, values)) ?? node))"
        case .minimum(let bound): "at least \(Excerpt.text(bound.node))"
        case .maximum(let bound): "at most \(Excerpt.text(bound.node))"
        case .each: "an array or object"
        case .paths: "an object"
        case .absent: "nothing here"
        case .notEmpty: "something that is not empty"
        case .money(let currency): "money" + (currency.map { " in \($0)" } ?? "")
        case .recent(let span): "a time within \(DurationText.text(span)) of now"
        case .period(let name): "a date of \((try? Template(name).text(values)) ?? name)"
        case .amount(let node): "the amount \(Excerpt.text((try? Template.resolve(node, values)) ?? node))"
        case .digestOf: "the SHA-256 of the bytes that are named"
        case .sizeOf: "the number of the bytes that are named"
        case .signatureOf: "a JWS over the bytes that are named"
        case .patched: "what the patch makes of the document"
        }
    }
}
