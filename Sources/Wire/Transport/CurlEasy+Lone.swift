import CCurl

extension CurlEasy {
    /// `receiver` must live until the handle is gone: libcurl calls it back without retaining it.
    mutating func setLoneReceiver(_ receiver: LoneTransfer) throws(TransportError) {
        let context = unsafe Unmanaged.passUnretained(receiver).toOpaque()
        try check(unsafe withHandle { unsafe assay_curl_on_upload($0, giveBytes, context) })
        try check(unsafe withHandle { unsafe assay_curl_on_body($0, takeBytes, context) })
        try check(unsafe withHandle { unsafe assay_curl_on_field($0, takeLine, context) })
        try check(unsafe withHandle { unsafe assay_curl_on_progress($0, askWhetherToGoOn, context) })
    }

    /// Only these schemes, straight to the host of the URL, on a connection of its own, no signal, within the time given.
    mutating func confine(to schemes: String, url: String, timeout: Duration) throws(TransportError) {
        guard timeout > .zero else { throw .badTimeout }
        let milliseconds = min(Int(Int32.max), max(1, Int(clamping: Int64(timeout / .milliseconds(1)))))
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_PROTOCOLS_STR, schemes)
        try set(CURLOPT_PROXY, "")
        try set(CURLOPT_FRESH_CONNECT, 1)
        try set(CURLOPT_FORBID_REUSE, 1)
        try set(CURLOPT_TIMEOUT_MS, milliseconds)
        try set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds)
        try set(CURLOPT_URL, url)
    }
}

private func giveBytes(_ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
    guard let context = unsafe context else { return 0 }
    let transfer = unsafe Unmanaged<LoneTransfer>.fromOpaque(context).takeUnretainedValue()
    return unsafe transfer.fill(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
}

private func takeBytes(_ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
    guard let context = unsafe context else { return 0 }
    let transfer = unsafe Unmanaged<LoneTransfer>.fromOpaque(context).takeUnretainedValue()
    return unsafe transfer.receive(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}

private func takeLine(_ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
    guard let context = unsafe context else { return 0 }
    let transfer = unsafe Unmanaged<LoneTransfer>.fromOpaque(context).takeUnretainedValue()
    unsafe transfer.receive(line: UnsafeRawBufferPointer(start: bytes, count: size * count))
    return size * count
}

private func askWhetherToGoOn(
    _ context: UnsafeMutableRawPointer?, _: curl_off_t, _: curl_off_t, _: curl_off_t, _: curl_off_t
) -> Int32 {
    guard let context = unsafe context else { return 1 }
    return unsafe Unmanaged<LoneTransfer>.fromOpaque(context).takeUnretainedValue().isCancelled ? 1 : 0
}
