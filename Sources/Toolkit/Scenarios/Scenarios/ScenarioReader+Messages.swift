import Results

/// Everything that is said about scenario files beyond what all files have in common.
extension Finding {
    private static func scenario(
        _ code: String, _ message: String, at location: SourceLocation, actual: String? = nil, remedy: String
    ) -> Finding {
        Finding(code: "scenario.\(code)", message: message, source: location, actual: actual, remedy: remedy)
    }

    private static func didYouMean(_ near: [String], else fallback: String) -> String {
        near.isEmpty ? fallback : "did you mean \(near.map { "`\($0)`" }.joined(separator: " or "))?"
    }

    static func scenarioID(_ id: String, at location: SourceLocation) -> Finding {
        scenario(
            "bad-id", "`\(id)` is not an id of a scenario", at: location, actual: id,
            remedy: "use lower-case letters, digits and hyphens in two parts or more: accepted.ask-and-receive")
    }

    static func scenarioEmpty(at location: SourceLocation) -> Finding {
        scenario("empty", "a scenario without steps checks nothing", at: location, remedy: "add a step that checks something")
    }

    static func scenarioStep(near: [String], known: [String], at location: SourceLocation) -> Finding {
        scenario(
            "unknown-step", "not a kind of step", at: location,
            remedy: didYouMean(near, else: "steps are \(known.map { "`\($0)`" }.joined(separator: ", "))"))
    }

    static func scenarioUnknownActor(_ name: String, near: [String], at location: SourceLocation) -> Finding {
        scenario(
            "unknown-actor", "there is no actor `\(name)`", at: location, actual: name,
            remedy: didYouMean(near, else: "name one of `actors`, or add it there"))
    }

    static func scenarioUnknownInteraction(_ id: String, near: [String], at location: SourceLocation) -> Finding {
        scenario(
            "unknown-interaction", "there is no interaction `\(id)`", at: location, actual: id,
            remedy: didYouMean(near, else: "name an interaction as `contract/interaction`, and see that its contract is read"))
    }

    static func scenarioPersonality(_ word: String, near: [String], at location: SourceLocation) -> Finding {
        scenario(
            "unknown-personality", "there is no personality `\(word)`", at: location, actual: word,
            remedy: didYouMean(near, else: "name one of Contracts/personalities"))
    }

    static func scenarioMatrix(maximum: Int, at location: SourceLocation) -> Finding {
        scenario(
            "bad-matrix", "a matrix has 1 to \(maximum) combinations", at: location, remedy: "give each variable a list, and fewer of them")
    }

    static func scenarioDrop(at location: SourceLocation) -> Finding {
        scenario("bad-drop", "a drop is a folder below the profile's", at: location, remedy: "write a relative path without `..`")
    }

    static func scenarioWrongWay(_ way: String, at location: SourceLocation) -> Finding {
        scenario(
            "wrong-way", "this interaction arrives as \(way)", at: location,
            remedy: "use the step that waits for it, or another interaction")
    }

    static func scenarioNoWay(_ actor: String, _ key: String, at location: SourceLocation) -> Finding {
        scenario("no-inbox", "the actor `\(actor)` has no `\(key)` to receive it", at: location, remedy: "add `\(key):` to the actor")
    }

    static func scenarioFragment(_ why: String, at location: SourceLocation) -> Finding {
        scenario("bad-fragment", "this fragment \(why)", at: location, remedy: "name a readable `*.fragment.yaml`, relative to this file")
    }

    static func scenarioWrongForm(_ why: String, at location: SourceLocation) -> Finding {
        scenario("wrong-form", "this interaction \(why)", at: location, remedy: "use the other kind of step, or another interaction")
    }

    static func scenarioAnswersWithoutInbox(at location: SourceLocation) -> Finding {
        scenario("conflict", "`answers` are what an inbox gives, and the actor has none", at: location, remedy: "add `inbox:`, or drop it")
    }

    static func scenarioAnswer(at location: SourceLocation) -> Finding {
        scenario(
            "bad-answer", "not a status that an inbox can answer", at: location,
            remedy: "write a status from 200 to 599, or `{ status: 503, delay: 2s }`")
    }

    static func scenarioNoInbox(_ actor: String, at location: SourceLocation) -> Finding {
        scenario("no-inbox", "the actor `\(actor)` has no inbox to receive it", at: location, remedy: "add `inbox:` to the actor")
    }

    static func scenarioCapturedTwice(_ name: String, at location: SourceLocation) -> Finding {
        scenario("captured-twice", "`\(name)` is captured by an earlier step", at: location, remedy: "give each capture its own name")
    }

    static func scenarioCaptureOrigin(at location: SourceLocation) -> Finding {
        scenario(
            "capture-origin", "a capture takes its value from one place", at: location,
            remedy:
                "write one of `{ header: Name }`, `{ body: $.path }`, `{ status: true }`, `{ digest: sha256 }`, `{ csv: rows }`, `{ pdf: $.path }`"
        )
    }

    static func scenarioRefusal(at location: SourceLocation) -> Finding {
        scenario(
            "bad-refusal", "not a way to refuse", at: location,
            remedy: "write `tls` for a refused connection, statuses such as `401`, or a list of these")
    }

    static func scenarioConflict(_ message: String, remedy: String, at location: SourceLocation) -> Finding {
        scenario("conflict", message, at: location, remedy: remedy)
    }

    static func scenarioNoFiles(_ path: String) -> Finding {
        scenario(
            "no-files", "no scenario lies here", at: SourceLocation(file: path),
            remedy: "name a `*.scenario.yaml` file, or a folder that holds some")
    }

    static func scenarioUnreadable(_ path: String) -> Finding {
        scenario("unreadable", "the file cannot be read, or is larger than 1 MiB", at: SourceLocation(file: path), remedy: "check the path")
    }

    static func scenarioDuplicate(_ id: String, first: SourceLocation, at location: SourceLocation) -> Finding {
        scenario(
            "duplicate-id", "the id `\(id)` is taken by the scenario at \(first.reference)", at: location,
            remedy: "give each scenario its own id")
    }
}
