import CCurl

extension TransportError {
    static let badMailAddress = TransportError(.unsupported, "a mail address is not of the form name@host in plain ASCII")
    static let badFileName = TransportError(
        .unsupported, "the file's name has other characters than letters, digits, dot, hyphen and underscore, or begins with a dot")

    static func badMail(_ reason: String) -> TransportError { TransportError(.unsupported, "the mail cannot be sent: \(reason)") }
    static func badFile(_ reason: String) -> TransportError { TransportError(.unsupported, "the file cannot be uploaded: \(reason)") }
    static func badServer(_ reason: String) -> TransportError { TransportError(.unsupported, "the server cannot be used: \(reason)") }

    static func otherFile(drop: FileDrop) -> TransportError {
        TransportError(.fileDiffers, "\(drop.origin) holds another file of this name, which was left as it is")
    }

    /// The error for a mail that was not taken over. A reply counts for more than how the connection ended after it.
    static func mailFailure(_ outcome: LoneOutcome, server: MailServer, timeout: Duration) -> TransportError {
        let origin = server.origin
        if let error = connectionFailure(outcome, origin: origin, timeout: timeout) { return error }
        switch outcome.reply {
        case 400..<500:
            return TransportError(.refusedForNow, "\(origin) does not take the mail now, reply \(outcome.reply)")
        case 500..<600:
            return TransportError(.refusedForGood, "\(origin) refuses the mail, reply \(outcome.reply)")
        default: break
        }
        switch outcome.code {
        case CURLE_LOGIN_DENIED:
            return TransportError(.refusedForGood, "\(origin) does not offer AUTH PLAIN, or does not know the login")
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE:
            return TransportError(.connectionLost, "\(origin) ended the connection before it took the mail: \(outcome.detail)")
        default:
            return TransportError(.protocolViolation, "\(origin) does not speak SMTP: \(outcome.detail)")
        }
    }

    /// The error for a file that is not at the drop under its name.
    static func fileFailure(_ outcome: LoneOutcome, drop: FileDrop, timeout: Duration) -> TransportError {
        let origin = drop.origin
        if outcome.code == CURLE_PEER_FAILED_VERIFICATION {
            return TransportError(.hostKeyRefused, "the host key of \(origin) is not the one that was agreed")
        }
        if let error = connectionFailure(outcome, origin: origin, timeout: timeout) { return error }
        switch outcome.code {
        case CURLE_LOGIN_DENIED:
            // libcurl says the same of a connection that broke while the key was shown.
            return TransportError(.refusedForNow, "\(origin) did not let \(drop.user) in with the key")
        case CURLE_REMOTE_ACCESS_DENIED, CURLE_REMOTE_FILE_NOT_FOUND:
            return TransportError(.refusedForGood, "\(origin) has no such folder, or \(drop.user) may not write there: \(outcome.detail)")
        case CURLE_QUOTE_ERROR, CURLE_REMOTE_FILE_EXISTS:
            return TransportError(.refusedForNow, "\(origin) did not rename the file: \(outcome.detail)")
        case CURLE_REMOTE_DISK_FULL:
            return TransportError(.refusedForNow, "\(origin) has no room for the file")
        case CURLE_FAILED_INIT, CURLE_SSH, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_AGAIN, CURLE_PARTIAL_FILE:
            return TransportError(.connectionLost, "the connection to \(origin) ended before the file was stored: \(outcome.detail)")
        default:
            return TransportError(.protocolViolation, "\(origin) does not speak SFTP: \(outcome.detail)")
        }
    }

    /// What can go wrong before a word is said.
    private static func connectionFailure(_ outcome: LoneOutcome, origin: String, timeout: Duration) -> TransportError? {
        switch outcome.code {
        case CURLE_COULDNT_RESOLVE_HOST:
            return TransportError(.couldNotResolve, "the name in \(origin) has no address: \(outcome.detail)")
        case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED:
            return TransportError(.couldNotConnect, "no connection to \(origin): \(outcome.detail)")
        case CURLE_OPERATION_TIMEDOUT:
            return TransportError(.timedOut, "\(origin) did not take it within \(timeout): \(outcome.detail)")
        case CURLE_USE_SSL_FAILED:
            return TransportError(.tlsFailed, "\(origin) does not offer STARTTLS; nothing was sent to it")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE:
            return TransportError(.tlsFailed, "no TLS with \(origin): \(outcome.detail)")
        case CURLE_OUT_OF_MEMORY, CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_NOT_BUILT_IN:
            return TransportError(.unsupported, "the installed libcurl cannot talk to \(origin): \(outcome.detail)")
        default: return nil
        }
    }
}
