import Documents
import Incidents
import Transport

extension FaultSwitchboard {
    /// The hooks of the worker that sends notices.
    var noticeHooks: NoticeHooks {
        NoticeHooks(
            body: { [self] body in
                effects.reduce(body) { body, effect in
                    if case .noticeBody(let change) = effect { change(body) } else { body }
                }
            },
            signed: { [self] request in
                effects.reduce(request) { request, effect in
                    if case .noticeSigned(let change) = effect { change(request) } else { request }
                }
            },
            hold: { [self] in
                await hold { effect in
                    if case .noticeHold(let limit) = effect { limit } else { nil }
                }
            },
            losesMail: { [self] in
                effects.contains { effect in
                    if case .losesNoticeMail = effect { return true }
                    return false
                }
            })
    }
}
