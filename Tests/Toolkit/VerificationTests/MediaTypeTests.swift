import Testing

@testable import Verification

@Suite struct MediaTypeTests {
    @Test func `parameters and case do not count`() {
        #expect(MediaType("Application/JSON; charset=utf-8")?.satisfies("application/json") == true)
        #expect(MediaType("text/csv;header=present")?.satisfies("text/*") == true)
        #expect(MediaType("application/problem+json")?.satisfies("application/json") == false)
    }

    @Test(arguments: ["", "json", "/json", "text/", "a/b/c"])
    func `text that is no media type is refused`(text: String) {
        #expect(MediaType(text) == nil)
    }

    @Test func `structured suffixes are JSON`() {
        #expect(MediaType("application/problem+json")?.isJSON == true)
        #expect(MediaType("application/json")?.isJSON == true)
        #expect(MediaType("text/json")?.isJSON == false)
    }
}
