import Documents
import ObjectStorage
import Testing
import TransparencyLog

@testable import AuditTrail

@Suite struct WormPlanTests {
    private func plan(
        copied: Int64 = 0, sealed: Int64 = 0, waited seconds: Int? = nil, size: Int64, isClosing: Bool = false
    ) -> WormPlan {
        let since = seconds.map { Sample.start.advanced(by: .seconds(-$0)) }
        return WormPlan(
            reach: .init(copied: copied, sealed: sealed, waitingSince: since), size: size, now: Sample.start, pace: .seconds(60),
            isClosing: isClosing)
    }

    @Test func `what is full is put at once, what is not waits`() {
        let plan = plan(waited: 59, size: 300)
        #expect(plan.parts == [.events(0), .file(TilePath(.entries, index: 0)), .file(TilePath(.hashes(level: 0), index: 0))])
        #expect(plan.copied == 256)
        #expect(plan.sealed == nil)
        #expect(!plan.goesOn)
    }

    @Test func `after its time the rest goes with a checkpoint, which is the last`() {
        let plan = plan(copied: 256, waited: 60, size: 300)
        #expect(
            plan.parts == [
                .partialEvents(300), .partial(300, TilePath(.entries, index: 1, width: 44)),
                .partial(300, TilePath(.hashes(level: 0), index: 1, width: 44)),
                .partial(300, TilePath(.hashes(level: 1), index: 0, width: 1)), .checkpoint(300),
            ])
        #expect(plan.sealed == 300)
    }

    @Test func `at the end nothing waits, and what is sealed is not sealed again`() {
        #expect(plan(waited: 0, size: 5, isClosing: true).sealed == 5)
        #expect(plan(sealed: 5, size: 5, isClosing: true).parts.isEmpty)
        #expect(plan(waited: -3600, size: 5).sealed == 5, "the clock was set back since it waits")
        #expect(plan(size: 0, isClosing: true).parts.isEmpty)
    }

    @Test func `a long log is put in stretches, and sealed in the last`() {
        let size = (WormPlan.maximumBundles + 1) * 256
        let first = plan(waited: 999, size: size)
        #expect(first.copied == WormPlan.maximumBundles * 256)
        #expect(first.goesOn)
        #expect(first.sealed == nil)
        let second = plan(copied: first.copied, waited: 999, size: size)
        #expect(second.copied == size)
        #expect(!second.goesOn)
        #expect(second.sealed == size)
        // A tree whose bundles are all full has partial tiles of higher levels alone.
        #expect(second.parts.suffix(2) == [.partial(size, TilePath(.hashes(level: 1), index: 0, width: 65)), .checkpoint(size)])
    }

    @Test func `a bundle that fills tiles of several levels takes all of them along`() {
        let plan = plan(copied: 65_536 - 256, size: 65_536)
        #expect(
            plan.parts == [
                .events(255), .file(TilePath(.entries, index: 255)), .file(TilePath(.hashes(level: 0), index: 255)),
                .file(TilePath(.hashes(level: 1), index: 0)),
            ])
    }
}
