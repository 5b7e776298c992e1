import ServerKit
import Testing

@Suite struct AddressBlockTests {
    @Test func `a block holds its addresses and no others`() throws {
        let block = try #require(AddressBlock("10.1.2.0/23"))
        #expect(block.contains(try #require(.init("10.1.3.255"))))
        #expect(!block.contains(try #require(.init("10.1.4.0"))))
        #expect(!block.contains(try #require(.init("::10.1.2.0"))))
        let v6 = try #require(AddressBlock("2001:db8::/33"))
        #expect(v6.contains(try #require(.init("2001:db8:7fff::1"))))
        #expect(!v6.contains(try #require(.init("2001:db8:8000::1"))))
        #expect(try #require(AddressBlock("0.0.0.0/0")).contains(try #require(.init("203.0.113.9"))))
        #expect(try #require(AddressBlock("127.0.0.1/32")).contains(try #require(.init("::ffff:127.0.0.1"))))
    }

    @Test(arguments: [
        "", "/", "1.2.3.4", "1.2.3.4/", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/08", "1.2.3.4/24", "::1/129", "host/8", "1.2.3.4/32/1",
    ])
    func `anything else is no block`(_ text: String) {
        #expect(AddressBlock(text) == nil)
    }
}
