import Testing

@testable import Tables

@Suite struct DecimalNumberTests {
    private func number(_ text: String) throws(TableError) -> DecimalNumber { try DecimalNumber(parsing: text) }

    @Test(arguments: [
        "0", "-0.05", "12.340", "-7", "0.00", "99999999999999999999999999999999999999", "0.00000000000000000000000000000000000001",
    ])
    func `a number is written as it was read`(text: String) throws {
        #expect(try number(text).description == text)
    }

    @Test(arguments: [
        "", "-", "+1", "1.", ".5", "01", "1e3", "1,5", " 1", "1 ", "1.2.3", "--1", "٣", "0x1", "NaN", String(repeating: "9", count: 39),
        "0." + String(repeating: "0", count: 39),
    ])
    func `what is not a decimal is refused`(text: String) {
        #expect(throws: TableError(.number, "")) { try number(text) }
    }

    @Test func `sums are exact where doubles are not`() throws {
        var sum = DecimalNumber.zero
        for _ in 0..<1000 { sum = try sum.adding(number("0.1")) }
        #expect(sum.description == "100.0")
        #expect(try number("0.3").subtracting(number("0.1")) == number("0.20"))
        #expect(try number("-1.005").adding(number("2")).description == "0.995")
    }

    @Test func `equality and order are of the values`() throws {
        #expect(try number("1.50") == number("1.5") && number("1.50").hashValue == number("1.5").hashValue)
        #expect(try number("-0.00") == .zero)
        let ascending = ["-100", "-2.5", "-2.49", "-0.001", "0", "0.0001", "2.49", "2.5", "10"]
        let numbers = try ascending.map { try DecimalNumber(parsing: $0) }
        #expect(numbers.shuffled().sorted() == numbers)
        #expect(try number("0.9") < number("1") && !(number("1") < number("1.0")))
    }

    @Test func `leaving 38 digits is an error and not a wrap`() throws {
        let largest = DecimalNumber(significand: .max, scale: 0)
        #expect(throws: TableError(.number, "")) { try largest.adding(DecimalNumber(1)) }
        #expect(throws: TableError(.number, "")) { try largest.adding(number("0.1")) }
        #expect(throws: TableError(.number, "")) { try DecimalNumber(significand: .min, scale: 0).subtracting(DecimalNumber(1)) }
    }
}
