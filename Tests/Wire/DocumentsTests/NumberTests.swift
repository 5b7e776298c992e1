import Testing

@testable import Documents

@Suite struct NumberTests {
    @Test(arguments: ["", "-", "01", "1.", ".5", "1e", "1e+", "+1", "0x1", "1 ", "١", "NaN", "--1", "1.2.3"])
    func `text that is no JSON number is refused`(text: String) { #expect(Number(text) == nil) }

    @Test(arguments: [
        ("1", "2"), ("-2", "-1"), ("-1", "0"), ("0.1", "0.10001"), ("9.99", "1e1"), ("1e-400", "1e400"),
        ("99999999999999999998", "99999999999999999999"),
    ])
    func `order is mathematical`(less: String, more: String) throws {
        let (a, b) = (try #require(Number(less)), try #require(Number(more)))
        #expect(a < b && !(b < a) && a != b)
    }

    @Test(
        arguments: [
            ("3", 3), ("3.0", 3), ("30e-1", 3), ("-0", 0), ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min),
            ("1e3", 1000),
            ("9223372036854775808", nil), ("1e30", nil), ("0.5", nil), ("1e999999999999999999999", nil),
        ] as [(String, Int?)])
    func `whole numbers within range are integers`(text: String, value: Int?) { #expect(Number(text)?.integer == value) }

    @Test(
        arguments: [
            ("10", "2", true), ("0.3", "0.1", true), ("1e308", "0.5", true), ("7", "2", false), ("0", "3", true), ("-9", "3", true),
            ("4.35", "0.01", true), ("4.355", "0.01", false), ("1e20", "3", false),
            ("123456789012345678901234567890", "1234567890123456789012345678900e-1", true),
            ("123456789012345678901234567891", "1234567890123456789012345678901e-1", false), ("5", "0", false),
        ] as [(String, String, Bool)])
    func `multiples are exact`(number: String, divisor: String, expected: Bool) throws {
        #expect(try #require(Number(number)).isMultiple(of: #require(Number(divisor))) == expected)
    }

    // RFC 8785 appendix B.
    @Test(
        arguments: [
            (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"),
            (0x7FEF_FFFF_FFFF_FFFF, "1.7976931348623157e+308"), (0x4340_0000_0000_0000, "9007199254740992"),
            (0xC340_0000_0000_0000, "-9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"), (0x44B5_2D02_C7E1_4AF5, "9.999999999999997e+22"),
            (0x44B5_2D02_C7E1_4AF6, "1e+23"),
            (0x44B5_2D02_C7E1_4AF7, "1.0000000000000001e+23"), (0x444B_1AE4_D6E2_EF4E, "999999999999999700000"),
            (0x444B_1AE4_D6E2_EF4F, "999999999999999900000"),
            (0x444B_1AE4_D6E2_EF50, "1e+21"), (0x3EB0_C6F7_A0B5_ED8C, "9.999999999999997e-7"), (0x3EB0_C6F7_A0B5_ED8D, "0.000001"),
            (0x41B3_DE43_5555_5553, "333333333.3333332"), (0x41B3_DE43_5555_5554, "333333333.33333325"),
            (0x41B3_DE43_5555_5555, "333333333.3333333"),
            (0x41B3_DE43_5555_5556, "333333333.3333334"), (0x41B3_DE43_5555_5557, "333333333.33333343"),
            (0xBECB_F647_612F_3696, "-0.0000033333333333333333"),
            (0x4314_3FF3_C1CB_0959, "1424953923781206.2"),
        ] as [(UInt64, String)])
    func `doubles print as ECMAScript prints them`(bits: UInt64, text: String) {
        #expect(Number(Double(bitPattern: bits))?.lexeme == text)
    }

    @Test func `infinities and NaN are no numbers`() {
        #expect(Number(Double.infinity) == nil && Number(Double.nan) == nil)
    }
}
