/// Looks for two equal names in one object (RFC 8259 §4), where the parser's quick test could not rule them out.
enum RepeatedName {
    /// Up to so many names each is compared with each.
    private static let few = 24

    /// The entry of the first name that stood before already.
    static func find(in tape: [JSONTape.Entry], _ bytes: [UInt8], object: Int) -> Int? {
        var names: [Int] = []
        var index = object + 1
        while index < tape.count {
            names.append(index)
            let value = index + 1
            // A container that is still open has no entry behind it yet, but those of an object that ends are closed.
            index = Int(tape[value].next)
        }
        return names.count <= few ? amongFew(names, tape, bytes) : amongMany(names, tape, bytes)
    }

    private static func amongFew(_ names: [Int], _ tape: [JSONTape.Entry], _ bytes: [UInt8]) -> Int? {
        for later in names.indices.dropFirst() {
            for earlier in 0..<later where areEqual(names[earlier], names[later], tape, bytes) { return names[later] }
        }
        return nil
    }

    /// An open-addressing table of indices.
    private static func amongMany(_ names: [Int], _ tape: [JSONTape.Entry], _ bytes: [UInt8]) -> Int? {
        var size = 64
        while size < names.count * 2 { size *= 2 }
        var table = [Int32](repeating: -1, count: size)
        for (rank, name) in names.enumerated() {
            var slot = Int(tape[name].next) & (size - 1)
            while table[slot] >= 0 {
                if areEqual(names[Int(table[slot])], name, tape, bytes) { return name }
                slot = (slot + 1) & (size - 1)
            }
            table[slot] = Int32(rank)
        }
        return nil
    }

    private static func areEqual(_ one: Int, _ other: Int, _ tape: [JSONTape.Entry], _ bytes: [UInt8]) -> Bool {
        let (a, b) = (tape[one], tape[other])
        guard a.next == b.next else { return false }
        return JSONTape.content(of: a, bytes).elementsEqual(JSONTape.content(of: b, bytes))
    }
}
