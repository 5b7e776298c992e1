import Contracts
import Documents
import Results

/// Deliveries come in the order that a value in them names; attempts of one delivery count once, when it first came.
struct OrderCheck: Check {
    let path: PathReference
    let delivery: Delivery

    var name: String { "delivery.order" }

    func judgement(of subject: Subject) -> Judgement {
        guard let own = value(in: subject.exchange) else { return .failed([.deliveryUnordered(path)]) }
        let identity = DeliveryIdentity(delivery)
        let key = identity.key(of: subject.exchange)
        // A repeat may come after what was sent later.
        if key != nil, subject.evidence.earlier.contains(where: { identity.key(of: $0) == key }) { return .passed }
        for earlier in subject.evidence.earlier {
            guard let other = value(in: earlier), Self.isSmaller(own, than: other) else { continue }
            return .failed([.deliveryOutOfOrder(path, own, after: other, exchange: earlier.number)])
        }
        return .passed
    }

    private func value(in exchange: Exchange) -> Node? {
        let message = JudgedMessage(exchange.request)
        guard case .success(let document)? = message.document else { return nil }
        let found = path.path.matches(in: document).map(\.node)
        guard found.count == 1, let node = found.first, node.number != nil || node.string != nil else { return nil }
        return node
    }

    /// Numbers by value, texts (RFC 3339 times in UTC among them) by their characters; a number and a text have no order.
    private static func isSmaller(_ left: Node, than right: Node) -> Bool {
        if let left = left.double, let right = right.double { return left < right }
        if let left = left.string, let right = right.string { return left < right }
        return false
    }
}
