internal import Foundation

/// Membership of a Unicode script, asked of ICU through Foundation: the standard library has no script data.
struct ScriptProperty: Sendable {
    private let expression: NSRegularExpression

    /// Nil for unknown scripts; `name` is a long or short value of the property `Script`.
    init?(name: String, withExtensions: Bool) {
        guard !name.isEmpty, name.utf8.allSatisfy({ $0 == 0x5F || $0 >= 0x41 && $0 <= 0x5A || $0 >= 0x61 && $0 <= 0x7A }) else {
            return nil
        }
        let property = withExtensions ? "Script_Extensions" : "Script"
        guard let expression = try? NSRegularExpression(pattern: "^\\p{\(property)=\(name)}$") else { return nil }
        self.expression = expression
    }

    func holds(for scalar: Unicode.Scalar) -> Bool {
        let text = String(scalar)
        return expression.firstMatch(in: text, range: NSRange(location: 0, length: text.utf16.count)) != nil
    }
}
