import Testing

@testable import Scenarios

/// What a step cannot mean.
@Suite struct StepReadingTests: StepBench {
    @Test(arguments: [
        ("- expect_no_callback: any\n  to: inspector", "scenario.missing-key:6"),
        ("- expect_no_callback: any\n  to: deaf\n  during: 1s", "scenario.no-inbox:7"),
        ("- expect_mail: core.test/notice\n  to: deaf\n  within: 1s", "scenario.no-inbox:7"),
        ("- expect_mail: core.test/answer\n  to: inspector\n  within: 1s", "scenario.wrong-way:6"),
        ("- expect_file: core.test/notice\n  to: inspector\n  within: 1s", "scenario.wrong-way:6"),
        ("- parallel: [[{ call: core.test/plain, as: deaf }]]", "scenario.wrong-type:6"),
        ("- when: yes\n  is: yes\n  steps: [{ call: core.test/plain, as: deaf }]", "scenario.conflict:6"),
        ("- advance_time: soon", "scenario.bad-duration:6"),
        ("- advance_time: 1h\n  tokens: lose", "scenario.unknown-value:7"),
        ("- tamper: core.test/plain\n  as: deaf\n  change: stale\n  refused: 401", "scenario.conflict:6"),
        ("- tamper: core.test/ask\n  as: deaf\n  change: stales\n  refused: 401", "scenario.unknown-value:8"),
        ("- inject: { mischief: [teapot], to: inspector }", "scenario.unknown-value:6"),
        ("- inject: { faults: [a], mischief: [delay] }", "scenario.conflict:6"),
        ("- restart: slowly\n  as: deaf", "scenario.unknown-value:6"),
        ("- compare: nothing\n  left: 1\n  right: 2", "scenario.conflict:6"),
        ("- use: nowhere.fragment.yaml", "scenario.bad-fragment:6"),
    ])
    func `what a step cannot mean is refused where it stands`(steps: String, finding: String) throws {
        let found = try findings(steps)
        #expect(found.contains(finding), "\(found)")
    }
}
