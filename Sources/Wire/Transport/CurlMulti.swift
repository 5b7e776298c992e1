import CCurl

/// Owns one libcurl multi handle: the connections that its transfers share, and the wait for all of them.
///
/// Sendable because `wakeUp` is the only call made from other threads, which libcurl documents as safe; all others are made by the one
/// thread that drives the transfers, and the owner outlives that thread's loop.
@safe struct CurlMulti: ~Copyable, @unchecked Sendable {
    private let handle: UnsafeMutableRawPointer

    /// At most so many connections are open at a time; further transfers wait, their timeouts running.
    private static let maximumConnections = 256
    /// So many idle connections are kept for reuse.
    private static let maximumIdleConnections = 32

    init?() {
        guard CurlLibrary.isReady, let handle = unsafe curl_multi_init() else { return nil }
        unsafe self.handle = unsafe handle
        _ = unsafe assay_curl_multi_set_long(handle, CURLMOPT_MAX_TOTAL_CONNECTIONS, CurlMulti.maximumConnections)
        _ = unsafe assay_curl_multi_set_long(handle, CURLMOPT_MAXCONNECTS, CurlMulti.maximumIdleConnections)
    }

    deinit { unsafe curl_multi_cleanup(handle) }

    /// False when libcurl has no memory for it.
    func add(_ easy: borrowing CurlEasy) -> Bool {
        unsafe easy.withHandle { unsafe curl_multi_add_handle(handle, $0) } == CURLM_OK
    }

    /// Ends the transfer wherever it stands; without effect when it was not added.
    func remove(_ easy: borrowing CurlEasy) {
        _ = unsafe easy.withHandle { unsafe curl_multi_remove_handle(handle, $0) }
    }

    /// Reads and writes whatever is ready, without waiting.
    func perform() {
        var running: Int32 = 0
        _ = unsafe curl_multi_perform(handle, &running)
    }

    /// The next transfer that ended, by the key of its handle, until there is none.
    func nextFinished() -> (key: UInt, code: CURLcode)? {
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(handle, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
            return unsafe (UInt(bitPattern: message.pointee.easy_handle), assay_curl_result(message))
        }
        return nil
    }

    /// Waits until a connection is ready, a timer is due or `wakeUp` is called.
    func wait() { _ = unsafe curl_multi_poll(handle, nil, 0, 60_000, nil) }

    /// Ends the current or next `wait`, from any thread.
    func wakeUp() { _ = unsafe curl_multi_wakeup(handle) }
}
