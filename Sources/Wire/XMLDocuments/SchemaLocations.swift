/// Mends the references of schemas whose authors separate folders by backslashes (`.\CommonElements.xsd`, as the Greek commission
/// publishes them): not a URI, so libxml2 gives up before anyone is asked for the file.
enum SchemaLocations {
    private static let name = Array("schemaLocation".utf8)

    /// The same bytes, with `/` for `\` within the values of attributes named `schemaLocation`.
    static func mended(_ schema: [UInt8]) -> [UInt8] {
        guard schema.contains(UInt8(ascii: "\\")) else { return schema }
        var result = schema
        var index = 0
        while index + name.count < result.count {
            guard result[index] == name[0], result[index..<(index + name.count)].elementsEqual(name) else {
                index += 1
                continue
            }
            index += name.count
            guard let value = value(in: result, from: index) else { continue }
            for position in value where result[position] == UInt8(ascii: "\\") { result[position] = UInt8(ascii: "/") }
            index = value.upperBound
        }
        return result
    }

    /// What stands between the quotes after an equals sign, or nil when `index` is not right behind an attribute's name.
    private static func value(in bytes: [UInt8], from index: Int) -> Range<Int>? {
        let afterName = bytes[index...].drop { [9, 10, 13, 32].contains($0) }
        guard afterName.first == UInt8(ascii: "=") else { return nil }
        let afterEquals = afterName.dropFirst().drop { [9, 10, 13, 32].contains($0) }
        guard let quote = afterEquals.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
        let start = afterEquals.startIndex + 1
        guard let end = bytes[start...].firstIndex(of: quote) else { return nil }
        return start..<end
    }
}
