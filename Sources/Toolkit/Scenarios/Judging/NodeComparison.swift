package import Documents

/// How two trees differ first.
package struct NodeComparison: Sendable {
    /// Where, and what stands on either side.
    package struct Difference: Sendable, Hashable {
        package let path: String
        package let left: String
        package let right: String
    }

    let sense: CompareStep.Sense
    let ignoring: Set<String>

    init(sense: CompareStep.Sense, ignoring: Set<String> = []) {
        self.sense = sense
        self.ignoring = ignoring
    }

    /// For shapes alone.
    package init(ofShapeIgnoring ignoring: Set<String>) {
        self.init(sense: .shape, ignoring: ignoring)
    }

    /// Nil when they are alike.
    package func difference(_ left: Node, _ right: Node, at path: String = "$") -> Difference? {
        switch (left.value, right.value) {
        case (.object(let leftMembers), .object(let rightMembers)):
            let names = leftMembers.map(\.key) + rightMembers.map(\.key).filter { left[$0] == nil }
            for name in names where !ignoring.contains(name) {
                let place = "\(path).\(name)"
                guard let one = left[name] else { return Difference(path: place, left: "nothing", right: right[name]?.kindName ?? "") }
                guard let other = right[name] else { return Difference(path: place, left: one.kindName, right: "nothing") }
                if let difference = difference(one, other, at: place) { return difference }
            }
            return nil
        case (.array(let leftElements), .array(let rightElements)): return difference(leftElements, rightElements, at: path)
        default:
            if sense == .shape {
                return left.kindName == right.kindName ? nil : Difference(path: path, left: left.kindName, right: right.kindName)
            }
            return left == right ? nil : Difference(path: path, left: Self.excerpt(left), right: Self.excerpt(right))
        }
    }

    private func difference(_ left: [Node], _ right: [Node], at path: String) -> Difference? {
        if sense == .shape {
            // The first elements stand for all: lists differ in length from run to run.
            guard let one = left.first else { return nil }
            guard let other = right.first else { return Difference(path: path, left: "\(left.count) elements", right: "none") }
            return difference(one, other, at: "\(path)[0]")
        }
        guard left.count == right.count else {
            return Difference(path: path, left: "\(left.count) elements", right: "\(right.count) elements")
        }
        if sense == .equal {
            for (index, pair) in zip(left, right).enumerated() {
                if let difference = difference(pair.0, pair.1, at: "\(path)[\(index)]") { return difference }
            }
            return nil
        }
        var rest = right
        for (index, element) in left.enumerated() {
            guard let position = rest.firstIndex(where: { difference(element, $0) == nil }) else {
                return Difference(path: "\(path)[\(index)]", left: Self.excerpt(element), right: "no element like it")
            }
            rest.remove(at: position)
        }
        return nil
    }

    private static func excerpt(_ node: Node) -> String {
        let text = String(decoding: node.compactBytes(), as: UTF8.self)
        return text.count > 80 ? "\(text.prefix(80))…" : text
    }
}
