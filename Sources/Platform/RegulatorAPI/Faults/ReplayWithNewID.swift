import Foundation

extension Fault {
    static let replayWithNewID = Fault(
        "replay-with-new-id", "Callbacks that are sent again by order have another id than before",
        .callbackIdentifier { id, replays in replays == 0 ? id : UUID().uuidString.lowercased() })
}
