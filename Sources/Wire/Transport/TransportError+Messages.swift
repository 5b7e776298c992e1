import CCurl

extension TransportError {
    static let noLibrary = TransportError(.unsupported, "libcurl could not be started: no memory, or a broken installation")
    static let clientClosed = TransportError(.cancelled, "the client was closed before the answer was complete")
    static let taskCancelled = TransportError(.cancelled, "the request was cancelled before the answer was complete")
    static let badMethod = TransportError(.unsupported, "the method is not a token (RFC 9110 §9.1)")
    static let badTimeout = TransportError(.unsupported, "the timeout must be longer than zero")

    static func badURL(_ reason: String) -> TransportError { TransportError(.unsupported, "the URL cannot be used: \(reason)") }

    static func badAddress(_ address: String) -> TransportError { TransportError(.unsupported, "\(address) is not an IP address") }

    static func framingField(_ name: String) -> TransportError {
        TransportError(.unsupported, "the field \(name) is set by the transport and cannot be given a value of one's own")
    }

    static func unsupportedOption(_ detail: String) -> TransportError {
        TransportError(.unsupported, "the installed libcurl cannot do what the request needs: \(detail)")
    }

    static func badAnswer(_ reason: String) -> TransportError {
        TransportError(.protocolViolation, "the answer is not HTTP: \(reason)")
    }

    static func tooLarge(origin: String, limit: Int) -> TransportError {
        TransportError(.bodyTooLarge, "the answer of \(origin) has more than the \(limit) bytes that are accepted")
    }

    /// The error for a result of libcurl, `detail` being the text it gave.
    static func failure(_ code: CURLcode, detail: String, plan: RequestPlan) -> TransportError {
        let origin = plan.origin
        // libcurl keeps the first thing that it noted: that a connection already was gone says less than the result.
        let isVague = detail.isEmpty || detail.hasPrefix("getpeername")
        let detail = isVague ? unsafe String(cString: curl_easy_strerror(code)) : detail
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            return TransportError(.couldNotResolve, "the name in \(origin) has no address: \(detail)")
        case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED:
            return TransportError(.couldNotConnect, "no connection to \(origin): \(detail)")
        case CURLE_OPERATION_TIMEDOUT:
            return TransportError(.timedOut, "no complete answer from \(origin) within \(plan.timeoutMilliseconds) ms: \(detail)")
        case CURLE_FILESIZE_EXCEEDED:
            return tooLarge(origin: origin, limit: plan.request.maximumBodyBytes)
        case CURLE_URL_MALFORMAT, CURLE_NOT_BUILT_IN, CURLE_BAD_FUNCTION_ARGUMENT, CURLE_OUT_OF_MEMORY:
            return TransportError(.unsupported, "the request to \(origin) cannot be sent: \(detail)")
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_PEER_FAILED_VERIFICATION, CURLE_USE_SSL_FAILED,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_SHUTDOWN_FAILED, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT, CURLE_SSL_ENGINE_NOTFOUND,
            CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED:
            return tls(origin: origin, detail: detail)
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE:
            // TLS 1.3 checks the client's certificate after the client is done: the refusal comes as an alert with the first read.
            if detail.contains("alert") { return tls(origin: origin, detail: detail) }
            return TransportError(
                .connectionLost,
                "\(origin) ended the connection before the answer was complete, as a server may that refuses a client certificate: \(detail)"
            )
        default:
            return TransportError(.protocolViolation, "the answer of \(origin) is not HTTP: \(detail)")
        }
    }

    /// Names the alert (RFC 8446 §6) when the server sent one, in words that say which side must change something.
    private static func tls(origin: String, detail: String) -> TransportError {
        guard let range = detail.firstRange(of: "alert ") else { return TransportError(.tlsFailed, "no TLS with \(origin): \(detail)") }
        let alert = String(detail[range.upperBound...].prefix { $0 != "," })
        let meaning =
            switch alert {
            case "certificate required": "it asks for a client certificate and got none"
            case "unknown ca": "it does not trust the authority of the client certificate"
            case "bad certificate": "it does not accept the client certificate"
            case "certificate expired": "the client certificate has expired"
            case "certificate revoked": "the client certificate is revoked"
            case "protocol version": "it accepts none of the TLS versions offered"
            default: "the handshake was not agreed"
            }
        return TransportError(.tlsFailed, "\(origin) refused TLS with the alert \"\(alert)\": \(meaning)")
    }
}
