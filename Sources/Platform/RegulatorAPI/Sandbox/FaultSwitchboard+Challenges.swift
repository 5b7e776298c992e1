import Delivery
import Transport

extension FaultSwitchboard {
    /// The hooks of the worker that challenges origins.
    var challengeHooks: ChallengeHooks {
        ChallengeHooks(
            signed: { [self] request in
                effects.reduce(request) { request, effect in
                    if case .challengeSigned(let change) = effect { change(request) } else { request }
                }
            },
            takesAnyAnswer: { [self] in
                effects.contains { effect in
                    if case .takesAnyAnswerForProof = effect { true } else { false }
                }
            })
    }
}
