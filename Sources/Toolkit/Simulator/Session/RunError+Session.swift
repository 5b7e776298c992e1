import Scenarios

extension RunError {
    static func unknownInteraction(_ id: String, near: [String]) -> RunError {
        RunError(.interactionUnknown, "no contract has a call `\(id)`", remedy: remedy(near, else: "list what there is with `assay list`"))
    }

    static func unknownScenario(_ id: String, near: [String]) -> RunError {
        RunError(.interactionUnknown, "there is no scenario `\(id)`", remedy: remedy(near, else: "give the folder it lies in"))
    }

    static func noSuchIdentity(_ name: String, near: [String]) -> RunError {
        RunError(.identityUnknown, "the profile has no identity `\(name)`", remedy: remedy(near, else: "add it to `identities`"))
    }

    private static func remedy(_ near: [String], else other: String) -> String { near.first.map { "did you mean `\($0)`?" } ?? other }
}
