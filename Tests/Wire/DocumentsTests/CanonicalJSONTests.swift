import Testing

@testable import Documents

@Suite struct CanonicalJSONTests {
    private func canonical(_ text: String) throws -> String { String(decoding: try json(text).canonicalBytes(), as: UTF8.self) }

    // RFC 8785 §3.2.2 and §3.2.3.
    @Test func `the examples of RFC 8785`() throws {
        let input =
            #"{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001], "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"#
        let expected =
            #"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#
        #expect(try canonical(input) == expected)
        let names = try json(canonical(#"{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}"#)).members
        #expect(names?.map(\.value.integer) == [2, 4, 6, 7, 1, 5, 3])
    }

    @Test(arguments: ["9007199254740993", "[1e400]", "{\"a\":-1e999}", "123456789012345678"])
    func `numbers that a double does not hold are refused`(text: String) {
        #expect(throws: DocumentError(.notCanonical, "")) { try json(text).canonicalBytes() }
    }

    @Test func `whole numbers that a double holds are not`() throws {
        #expect(try canonical("[9007199254740992,295147905179352825856,1e3,-0]") == "[9007199254740992,295147905179352830000,1000,0]")
    }
}
