/// Where a node is, as the last step and what led to it; shared by all nodes below.
final class PathLocation: Sendable {
    enum Step: Sendable {
        case name(String)
        case index(Int)
    }

    private let parent: PathLocation?
    private let step: Step

    init(_ parent: PathLocation?, _ step: Step) {
        self.parent = parent
        self.step = step
    }

    private var steps: [Step] {
        var steps = [step]
        var ancestor = parent
        while let location = ancestor {
            steps.append(location.step)
            ancestor = location.parent
        }
        return steps.reversed()
    }

    /// As tokens of a JSON Pointer.
    var tokens: [String] {
        steps.map { step in
            switch step {
            case .name(let name): name
            case .index(let index): String(index)
            }
        }
    }

    /// As a normalized path (RFC 9535 §2.7).
    var normalizedPath: String {
        var path = "$"
        for step in steps {
            switch step {
            case .index(let index): path += "[\(index)]"
            case .name(let name): path += "['\(Self.escaped(name))']"
            }
        }
        return path
    }

    private static func escaped(_ name: String) -> String {
        var text = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            switch scalar {
            case "'", "\\": text.append(contentsOf: "\\\(scalar)".unicodeScalars)
            case "\u{8}": text.append(contentsOf: "\\b".unicodeScalars)
            case "\u{C}": text.append(contentsOf: "\\f".unicodeScalars)
            case "\n": text.append(contentsOf: "\\n".unicodeScalars)
            case "\r": text.append(contentsOf: "\\r".unicodeScalars)
            case "\t": text.append(contentsOf: "\\t".unicodeScalars)
            case "\0"..<" ":
                text.append(contentsOf: ("\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)).unicodeScalars)
            default: text.append(scalar)
            }
        }
        return String(text)
    }
}
