/// Runs queries over one document.
struct PathEvaluator {
    let root: Node

    /// A node on its way through the segments; the root has no location.
    struct Located {
        let node: Node
        let location: PathLocation?
    }

    /// The nodes a query selects; `current` is what `@` stands for.
    func nodes(of query: PathQuery, current: Node) -> [Located] {
        var nodes = [Located(node: query.isAbsolute ? root : current, location: nil)]
        for segment in query.segments {
            var selected: [Located] = []
            for node in nodes {
                if segment.isDescendant {
                    visitDescendants(of: node) { select(segment.selectors, from: $0, into: &selected) }
                } else {
                    select(segment.selectors, from: node, into: &selected)
                }
            }
            nodes = selected
            if nodes.isEmpty { break }
        }
        return nodes
    }

    /// The node itself, then its children with all below them, in document order (§2.5.2.2).
    private func visitDescendants(of node: Located, _ visit: (Located) -> Void) {
        var pending = [node]
        while let next = pending.popLast() {
            visit(next)
            var children: [Located] = []
            forEachChild(of: next) { children.append($0) }
            pending += children.reversed()
        }
    }

    private func forEachChild(of parent: Located, _ body: (Located) -> Void) {
        switch parent.node.value {
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                body(Located(node: element, location: PathLocation(parent.location, .index(index))))
            }
        case .object(let members):
            for member in members { body(Located(node: member.value, location: PathLocation(parent.location, .name(member.key)))) }
        case .null, .bool, .number, .string: break
        }
    }

    private func select(_ selectors: [PathQuery.Selector], from parent: Located, into selected: inout [Located]) {
        for selector in selectors {
            switch selector {
            case .name(let name):
                if let node = parent.node[name] {
                    selected.append(Located(node: node, location: PathLocation(parent.location, .name(name))))
                }
            case .wildcard: forEachChild(of: parent) { selected.append($0) }
            case .index(let index):
                guard let count = parent.node.array?.count else { continue }
                append(index < 0 ? count + index : index, of: parent, to: &selected)
            case .slice(let slice):
                guard let count = parent.node.array?.count else { continue }
                for index in slice.indices(count: count) { append(index, of: parent, to: &selected) }
            case .filter(let expression):
                forEachChild(of: parent) { if holds(expression, for: $0.node) { selected.append($0) } }
            }
        }
    }

    private func append(_ index: Int, of parent: Located, to selected: inout [Located]) {
        guard let node = parent.node[index] else { return }
        selected.append(Located(node: node, location: PathLocation(parent.location, .index(index))))
    }
}

extension PathQuery.Slice {
    /// The indices of an array of `count` elements, in the order selected (§2.3.4.2.2).
    func indices(count: Int) -> StrideTo<Int> {
        func normalized(_ index: Int) -> Int { index >= 0 ? index : count + index }
        guard step != 0 else { return stride(from: 0, to: 0, by: 1) }
        if step > 0 {
            let lower = min(max(normalized(start ?? 0), 0), count)
            let upper = min(max(normalized(end ?? count), 0), count)
            return stride(from: lower, to: upper, by: step)
        }
        let upper = min(max(start.map(normalized) ?? count - 1, -1), count - 1)
        let lower = min(max(end.map(normalized) ?? -1, -1), count - 1)
        return stride(from: upper, to: lower, by: step)
    }
}
