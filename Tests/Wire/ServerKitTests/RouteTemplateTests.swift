import Testing

@testable import ServerKit

@Suite struct RouteTemplateTests {
    @Test func `a literal takes only itself`() {
        let template = RouteTemplate("/a/b")
        #expect(template.parameters(for: ["a", "b"]) == [:])
        #expect(template.parameters(for: ["a", "B"]) == nil)
        #expect(template.parameters(for: ["a"]) == nil)
        #expect(template.parameters(for: ["a", "b", ""]) == nil)
    }

    @Test func `a name takes one segment that is not empty`() {
        let template = RouteTemplate("/reports/{period}/{template}")
        #expect(template.parameters(for: ["reports", "2026-10", "T16"]) == ["period": "2026-10", "template": "T16"])
        #expect(template.parameters(for: ["reports", "", "T16"]) == nil)
        #expect(template.parameters(for: ["reports", "2026-10"]) == nil)
    }

    @Test func `a name may take a segment with a decoded slash`() {
        #expect(RouteTemplate("/x/{id}").parameters(for: ["x", "a/b"]) == ["id": "a/b"])
    }

    @Test(arguments: [
        ["tile"], ["tile", ""], ["tile", ".."], ["tile", "0", "..", "x"], ["tile", "0", ".", "x"], ["tile", "a/b"], ["tile", "0", ""],
    ])
    func `the rest never leaves its folder`(_ segments: [String]) {
        #expect(RouteTemplate("/tile/{path...}").parameters(for: segments) == nil)
    }

    @Test func `the rest joins its segments`() {
        #expect(RouteTemplate("/tile/{path...}").parameters(for: ["tile", "0", "x001", "067.p", "5"]) == ["path": "0/x001/067.p/5"])
    }

    @Test func `the first part that differs decides what is more exact`() {
        #expect(RouteTemplate("/a/b").isMoreExact(than: RouteTemplate("/a/{x}")))
        #expect(RouteTemplate("/a/{x}").isMoreExact(than: RouteTemplate("/a/{x...}")))
        #expect(RouteTemplate("/a/{x}/c").isMoreExact(than: RouteTemplate("/a/{x...}")))
        #expect(!RouteTemplate("/{x}/b").isMoreExact(than: RouteTemplate("/a/{x...}")))
    }
}
