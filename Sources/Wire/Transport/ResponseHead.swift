import HTTPTypes

/// Collects status and fields of an answer from the lines libcurl passes on: interim answers are forgotten, fields after the content are
/// trailers.
struct ResponseHead {
    /// Bytes of all field lines of one answer together, inclusive.
    static let maximumBytes = 256 << 10

    private(set) var status = 0
    private(set) var fields = HTTPFields()
    private(set) var trailers = HTTPFields()
    private var isComplete = false
    private var byteCount = 0

    /// Takes one line with its end. Throws `protocolViolation` with a reason when it is not what RFC 9112 allows.
    mutating func take(_ line: [UInt8]) throws(TransportError) {
        byteCount += line.count
        guard byteCount <= ResponseHead.maximumBytes else {
            throw .badAnswer("its fields are larger than \(ResponseHead.maximumBytes) bytes")
        }
        var line = line[...]
        while let last = line.last, last == 10 || last == 13 { line.removeLast() }
        if line.starts(with: Array("HTTP/".utf8)), !isComplete || status < 200 { return try start(line) }
        guard let first = line.first else {
            isComplete = true
            return
        }
        guard first != 32, first != 9 else { throw .badAnswer("a field is folded over two lines (RFC 9112 §5.2)") }
        guard let colon = line.firstIndex(of: 58) else { throw .badAnswer("a field line has no colon") }
        guard let name = HTTPField.Name(String(decoding: line[..<colon], as: UTF8.self)) else {
            throw .badAnswer("a field name is not a token (RFC 9110 §5.1)")
        }
        let field = HTTPField(name: name, value: Array(line[(colon + 1)...]))
        if isComplete { trailers.append(field) } else { fields.append(field) }
    }

    private mutating func start(_ line: ArraySlice<UInt8>) throws(TransportError) {
        let parts = line.split(separator: 32, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[1].count == 3, let code = Int(String(decoding: parts[1], as: UTF8.self)), (100...599).contains(code)
        else { throw .badAnswer("its status is not between 100 and 599") }
        status = code
        fields = HTTPFields()
        isComplete = false
    }
}
