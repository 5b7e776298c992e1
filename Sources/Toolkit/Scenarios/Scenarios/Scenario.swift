package import Results

/// One scenario file (`*.scenario.yaml`): steps that several parties take in turn, judged as one case.
package struct Scenario: Sendable {
    /// What the scenario's time is.
    package enum Time: String, Sendable, CaseIterable {
        /// Real time passes.
        case wall
    }

    /// A party of the scenario.
    package struct Actor: Sendable, Hashable {
        /// The name that steps use: `inspector`.
        package let name: String
        /// The identity of the profile under which it calls.
        package let identity: String
        /// The label of its mailbox; nil for an actor that receives nothing. Its address is the variable `<name>.inbox`.
        package let inbox: String?
        /// What its mailbox answers, in turn; the last one is repeated.
        package let answers: [ScriptedAnswer]
        package let source: SourceLocation

        package init(name: String, identity: String, inbox: String?, answers: [ScriptedAnswer] = [.accepted], source: SourceLocation) {
            self.name = name
            self.identity = identity
            self.inbox = inbox
            self.answers = answers
            self.source = source
        }
    }

    /// Dotted lower-case name, unique among the scenarios of a run: `accepted.ask-and-receive`.
    package let id: String
    package let title: String
    package let requirements: [RequirementReference]
    package let tags: [String]
    package let effects: Effects
    package let pack: Pack
    package let time: Time
    /// How long setup and steps together may take; teardown has the same time again.
    package let budget: Duration
    /// Extended capabilities without which the scenario does not apply.
    package let needs: [String]
    package let actors: [Actor]
    let setup: [any ScenarioStep]
    let steps: [any ScenarioStep]
    /// Run whatever happened before, also after an interruption.
    let teardown: [any ScenarioStep]
    /// Names of weakenings of a platform that must turn the scenario red; data for whoever proves the suites, unused in a run.
    package let brokenBy: [String]
    package let source: SourceLocation
    /// The path as it was given.
    package let file: String
    /// Lower-case hex SHA-256 of the file.
    package let digest: String

    /// Full ids of the interactions that steps judge by, each once, in the order of first use.
    package var interactions: [String] {
        var ids: [String] = []
        for id in allSteps.flatMap(\.interactions) where !ids.contains(id) { ids.append(id) }
        return ids
    }

    /// The steps in words, in the order in which they run.
    package var outline: [String] { allSteps.map(\.title) }

    var allSteps: [any ScenarioStep] { setup + steps + teardown }

    /// The actor of that name, or nil.
    package func actor(_ name: String) -> Actor? {
        actors.first { $0.name == name }
    }
}
