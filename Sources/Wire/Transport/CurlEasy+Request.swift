import CCurl

extension CurlEasy {
    /// Sets everything a request needs, and switches off what libcurl would do unasked.
    mutating func configure(_ plan: RequestPlan, trust: Trust, identity: ClientIdentity?) throws(TransportError) {
        try confine()
        try setTLS(trust: trust, identity: identity)
        try set(CURLOPT_URL, plan.request.url)
        try set(CURLOPT_CUSTOMREQUEST, plan.request.method)
        switch plan.framing {
        case .empty: break
        case .head: try set(CURLOPT_NOBODY, 1)
        case .content:
            try set(CURLOPT_POST, 1)
            try setBody(plan.request.body)
        }
        try setFields(plan.fieldLines)
        try set(CURLOPT_TIMEOUT_MS, plan.timeoutMilliseconds)
        try set(CURLOPT_CONNECTTIMEOUT_MS, plan.connectTimeoutMilliseconds)
        try set(CURLOPT_MAXFILESIZE_LARGE, offset: plan.request.maximumBodyBytes)
        if let address = plan.request.localAddress {
            // libcurl would lend a connection that was bound for one request to a later one that did not ask for it.
            try set(CURLOPT_INTERFACE, "host!\(address)")
            try set(CURLOPT_FRESH_CONNECT, 1)
            try set(CURLOPT_FORBID_REUSE, 1)
        }
        if let destination = plan.destination { try setDestination(destination) }
    }

    /// Only http and https, straight to the host of the URL, the path as written, no redirect, no signal.
    private mutating func confine() throws(TransportError) {
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_PROXY, "")
        try set(CURLOPT_PATH_AS_IS, 1)
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        try set(CURLOPT_TCP_NODELAY, 1)
    }

    mutating func setTLS(trust: Trust, identity: ClientIdentity?) throws(TransportError) {
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        if case .pem(let certificates) = trust.anchors {
            // The folder of the system's authorities would be consulted besides the blob.
            try set(CURLOPT_CAINFO, nil)
            try set(CURLOPT_CAPATH, nil)
            try set(CURLOPT_CAINFO_BLOB, blob: certificates)
        }
        if let identity {
            try set(CURLOPT_SSLCERTTYPE, "PEM")
            try set(CURLOPT_SSLCERT_BLOB, blob: identity.certificatePEM)
            try set(CURLOPT_SSLKEYTYPE, "PEM")
            try set(CURLOPT_SSLKEY_BLOB, blob: identity.keyPEM)
        }
    }
}
