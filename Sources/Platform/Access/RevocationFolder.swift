import Documents
import ServerKit

/// The lists of revoked certificates in a folder, `*.pem`, `*.crl` and `*.der`, one list in each file; of each authority the newest counts.
///
/// What was in force stays in force: a file that is broken, taken away, or older than its predecessor changes nothing, so that nothing that
/// was revoked becomes good by a file. A list ends with its time only.
struct RevocationFolder: Sendable {
    /// A list with the authority that signed it.
    struct SignedList: Sendable {
        let authority: CertificateAuthority
        let list: RevocationList
    }

    /// More are not looked at.
    static let maximumFiles = 64

    /// The list in force of each authority that has one, by the authority's thumbprint.
    private(set) var inForce: [String: SignedList] = [:]
    private var folder: WatchedFolder
    private var files: [String: WatchedFile<SignedList?>] = [:]
    private var hasTooMany = false
    private var authorities: [CertificateAuthority]

    /// Reads nothing yet. A folder that is not there holds no list.
    init(_ path: String, authorities: [CertificateAuthority]) {
        folder = WatchedFolder(path, suffixes: [".pem", ".crl", ".der"])
        self.authorities = authorities
    }

    /// Changes who may have a list. Every file is read again, since one that was refused may be good now; what is in force stays.
    mutating func believe(_ authorities: [CertificateAuthority]) {
        self.authorities = authorities
        files = [:]
    }

    /// Takes what is new; tells of what was taken and what was not.
    mutating func refresh(at now: Timestamp) -> [RevokedCertificates.Event] {
        let trouble = folder.refresh(at: now)
        var events = follow(folder.names.prefix(Self.maximumFiles))
        if let trouble {
            events.append(.refused(file: String(folder.path.split(separator: "/").last ?? ""), reason: trouble))
        }
        for name in files.keys.sorted() {
            switch files[name]?.refresh(at: now) {
            case .replaced: if let signed = files[name]?.value { events.append(take(signed, from: name)) }
            case .refused(let reason): events.append(.refused(file: name, reason: reason))
            case nil: break
            }
        }
        return events
    }

    /// Begins to watch files that are new and leaves those that are gone.
    private mutating func follow(_ names: ArraySlice<String>) -> [RevokedCertificates.Event] {
        var events: [RevokedCertificates.Event] = []
        for gone in Set(files.keys).subtracting(names).sorted() {
            files[gone] = nil
            events.append(.passedOver(file: gone, reason: "the file is gone; its list stays in force until the platform starts anew"))
        }
        for name in names where files[name] == nil {
            let authorities = authorities
            files[name] = WatchedFile<SignedList?>(
                "\(folder.path)/\(name)", before: nil, absence: .refused, maximumBytes: RevocationList.Limits.standard.maximumBytes
            ) { bytes in
                let list = try RevocationList(parsing: bytes)
                return SignedList(authority: try list.signer(among: authorities), list: list)
            }
        }
        if hasTooMany != (folder.names.count > Self.maximumFiles) {
            hasTooMany.toggle()
            if hasTooMany {
                events.append(
                    .refused(
                        file: folder.names[Self.maximumFiles],
                        reason: "the folder holds more than \(Self.maximumFiles) lists; this one and those behind it are not read"))
            }
        }
        return events
    }

    private mutating func take(_ signed: SignedList, from name: String) -> RevokedCertificates.Event {
        let id = signed.authority.thumbprint
        if let current = inForce[id], signed.list.thisUpdate < current.list.thisUpdate {
            return .passedOver(file: name, reason: "the list is older than the one in force, of \(current.list.thisUpdate)")
        }
        inForce[id] = signed
        return .replaced(file: name, revoked: signed.list.serials.count)
    }
}
