import Contracts
import Results

/// The whole answer came within its time.
struct TimeBudgetCheck: Check {
    let within: Located<Duration>

    var name: String { "within" }

    func judgement(of subject: Subject) -> Judgement {
        let elapsed = subject.exchange.elapsed
        return elapsed <= within.value ? .passed : .failed([.tooSlow(elapsed, within: within.value, at: within.source)])
    }
}
