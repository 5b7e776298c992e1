import Delivery
import HTTPTypes
import MessageSignatures
import Requests
import ServerKit

extension Fault {
    static let wrongContentDigest = Fault(
        "wrong-content-digest", "The digest is exchanged after the answer was signed",
        .signed { $0.fields[.contentDigest] = ContentDigest.value(for: $0.body + [0]) })
}
