import CLibXML2

/// Takes the structured errors of one use of libxml2, in order, up to a limit. Belongs to the thread of that use.
final class IssueCollector {
    private(set) var issues: [XMLIssue] = []
    private let limit: Int
    /// Where the parser stands, for errors that come without a column.
    var column: (() -> Int)?
    /// Ends the parser once no further issue is taken.
    var stop: (() -> Void)?
    /// How much text was read since the last tag.
    var textBytes = 0

    /// How many nodes the tree has that is built, and may have.
    var nodes = 0
    let maximumNodes: Int

    init(limit: Int, maximumNodes: Int = .max) {
        self.limit = limit
        self.maximumNodes = maximumNodes
    }

    var isFull: Bool { issues.count >= limit }

    func add(_ issue: XMLIssue) {
        guard !isFull else { return }
        issues.append(issue)
        if isFull { stop?() }
    }

    fileprivate func take(_ error: xmlError) {
        guard unsafe error.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
        let text = unsafe error.message.map { unsafe String(cString: $0) } ?? "unknown error"
        // Only parser errors use the second number for the column.
        let isOfParser = unsafe error.domain == Int32(XML_FROM_PARSER.rawValue) || error.domain == Int32(XML_FROM_NAMESPACE.rawValue)
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        add(
            unsafe XMLIssue(
                line: Int(error.line), column: isOfParser ? Int(error.int2) : column?() ?? 0, code: Int(error.code), message: line))
    }

    /// What libxml2 hands back to `collectIssue`; valid while the collector lives.
    var context: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }
}

/// For contexts whose error handler has a pointer of its own.
func collectIssue(_ context: UnsafeMutableRawPointer?, _ error: xmlErrorPtr?) {
    guard let context = unsafe context, let error = unsafe error else { return }
    unsafe Unmanaged<IssueCollector>.fromOpaque(context).takeUnretainedValue().take(error.pointee)
}

/// For parser contexts: their handler is given the parser itself, which carries the collector in its private member.
func collectParserIssue(_ parser: UnsafeMutableRawPointer?, _ error: xmlErrorPtr?) {
    guard let parser = unsafe parser else { return }
    unsafe collectIssue(parser.assumingMemoryBound(to: xmlParserCtxt.self).pointee._private, error)
}
