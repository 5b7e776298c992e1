import CCurl

/// Owns one libcurl easy handle, its list of request fields and its error text; all three go together.
///
/// Belongs to the thread that drives the multi handle it is added to, and is not touched by another.
@safe struct CurlEasy: ~Copyable {
    private let handle: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>
    private var fields: UnsafeMutablePointer<curl_slist>?
    private var destination: UnsafeMutablePointer<curl_slist>?
    private var lists: [UnsafeMutablePointer<curl_slist>]

    /// Throws `unsupported` when libcurl has no memory for a handle.
    init() throws(TransportError) {
        guard CurlLibrary.isReady, let handle = unsafe curl_easy_init() else { throw .noLibrary }
        unsafe self.handle = unsafe handle
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        unsafe fields = nil
        unsafe destination = nil
        unsafe lists = []
        _ = unsafe assay_curl_set_error_buffer(handle, errorText)
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
        unsafe curl_slist_free_all(fields)
        unsafe curl_slist_free_all(destination)
        unsafe lists.forEach { unsafe curl_slist_free_all($0) }
        unsafe errorText.deallocate()
    }

    /// Identifies the handle among those of a multi handle.
    var key: UInt { unsafe UInt(bitPattern: handle) }

    /// What libcurl said of the last failure, in one line; empty when it said nothing.
    var detail: String { unsafe String(cString: errorText) }

    mutating func set(_ option: CURLoption, _ value: Int) throws(TransportError) {
        try check(unsafe assay_curl_set_long(handle, option, value))
    }

    mutating func set(_ option: CURLoption, offset value: Int) throws(TransportError) {
        try check(unsafe assay_curl_set_offset(handle, option, curl_off_t(value)))
    }

    /// libcurl keeps a copy; nil restores the option's default of having none.
    mutating func set(_ option: CURLoption, _ text: String?) throws(TransportError) {
        try check(unsafe assay_curl_set_text(handle, option, text))
    }

    /// libcurl keeps a copy.
    mutating func set(_ option: CURLoption, blob: [UInt8]) throws(TransportError) {
        try check(unsafe blob.withUnsafeBytes { unsafe assay_curl_set_blob(handle, option, $0.baseAddress, $0.count) })
    }

    /// The bytes of the request's content, of which libcurl keeps a copy.
    mutating func setBody(_ body: [UInt8]) throws(TransportError) {
        try set(CURLOPT_POSTFIELDSIZE_LARGE, offset: body.count)
        guard !body.isEmpty else { return try set(CURLOPT_COPYPOSTFIELDS, "") }
        let code = unsafe body.withUnsafeBytes { bytes in
            unsafe assay_curl_set_text(handle, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
        }
        try check(code)
    }

    /// Request fields, one `Name: value` each.
    mutating func setFields(_ lines: [String]) throws(TransportError) {
        unsafe curl_slist_free_all(fields)
        unsafe fields = try CurlEasy.list(lines)
        try check(unsafe assay_curl_set_list(handle, CURLOPT_HTTPHEADER, fields))
    }

    /// Connects to this address, in brackets when IPv6, instead of the URL's host. Unlike `CURLOPT_RESOLVE` this neither enters the
    /// address cache that all transfers share nor reuses a connection to another address.
    mutating func setDestination(_ address: String) throws(TransportError) {
        unsafe curl_slist_free_all(destination)
        unsafe destination = try CurlEasy.list(["::\(address):"])
        try check(unsafe assay_curl_set_list(handle, CURLOPT_CONNECT_TO, destination))
    }

    /// Entries that libcurl reads while it runs: recipients, commands. They live as long as the handle.
    mutating func set(_ option: CURLoption, list lines: [String]) throws(TransportError) {
        guard let list = try unsafe CurlEasy.list(lines) else { return }
        unsafe lists.append(list)
        try check(unsafe assay_curl_set_list(handle, option, list))
    }

    /// `receiver` must live until the handle is gone: libcurl calls it back without retaining it.
    mutating func setReceiver(_ receiver: Transfer) throws(TransportError) {
        let context = unsafe Unmanaged.passUnretained(receiver).toOpaque()
        try check(unsafe assay_curl_on_body(handle, receiveBody, context))
        try check(unsafe assay_curl_on_field(handle, receiveFieldLine, context))
    }

    func number(_ info: CURLINFO) -> Int {
        var value = 0
        _ = unsafe assay_curl_get_long(handle, info, &value)
        return value
    }

    /// A time that libcurl counts in microseconds.
    func duration(_ info: CURLINFO) -> Duration {
        var value: curl_off_t = 0
        _ = unsafe assay_curl_get_offset(handle, info, &value)
        return .microseconds(Int64(value))
    }

    func text(_ info: CURLINFO) -> String {
        var value: UnsafePointer<CChar>?
        _ = unsafe assay_curl_get_text(handle, info, &value)
        guard let value = unsafe value else { return "" }
        return unsafe String(cString: value)
    }

    /// Runs `body` with the handle, for the owner of the multi handle.
    func withHandle<R>(_ body: (UnsafeMutableRawPointer) -> R) -> R { unsafe body(handle) }

    func check(_ code: CURLcode) throws(TransportError) {
        guard code != CURLE_OK else { return }
        throw .unsupportedOption(unsafe String(cString: curl_easy_strerror(code)))
    }

    private static func list(_ lines: [String]) throws(TransportError) -> UnsafeMutablePointer<curl_slist>? {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = unsafe curl_slist_append(list, line) else {
                unsafe curl_slist_free_all(list)
                throw .noLibrary
            }
            unsafe list = unsafe longer
        }
        return unsafe list
    }
}

/// The once-per-process initialization of libcurl, which is thread-safe since 7.84.
enum CurlLibrary {
    static let isReady: Bool = assay_curl_global_init() == CURLE_OK
}

private func receiveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context = unsafe context else { return 0 }
    let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    return unsafe transfer.receive(body: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}

private func receiveFieldLine(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context = unsafe context else { return 0 }
    let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    return unsafe transfer.receive(fieldLine: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}
