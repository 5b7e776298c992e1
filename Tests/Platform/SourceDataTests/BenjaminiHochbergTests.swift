import Testing

@testable import SourceData

@Suite struct BenjaminiHochbergTests {
    @Test func `the fifteen tests of the paper fail as it says`() {
        // Benjamini and Hochberg (1995), §4.1: at a rate of 0.05 the four smallest fail; one test alone would let nine.
        let probabilities = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
        ]
        #expect(BenjaminiHochberg.limit(probabilities, rate: 0.05) == 0.0095)
        #expect(BenjaminiHochberg.limit(probabilities.reversed(), rate: 0.05) == 0.0095)
    }

    @Test func `a test that alone would pass fails with those before it`() {
        // 0.03 is above 1/3 and 2/3 of 0.04, but not above 3/3.
        #expect(BenjaminiHochberg.limit([0.001, 0.03, 0.02], rate: 0.04) == 0.03)
    }

    @Test func `the limit itself fails, and what is just above passes`() {
        #expect(BenjaminiHochberg.limit([0.01], rate: 0.01) == 0.01)
        #expect(BenjaminiHochberg.limit([0.010001], rate: 0.01) == nil)
        #expect(BenjaminiHochberg.limit([], rate: 0.01) == nil)
    }
}
