import Contracts
import Results

/// The body is of a media type that the contract knows.
struct MediaTypeCheck: Check {
    let expectations: [BodyExpectation]

    var name: String { "media-type" }

    func judgement(of subject: Subject) -> Judgement {
        let wanted = expectations.map(\.mediaType.value)
        guard let source = expectations.first?.mediaType.source else { return .passed }
        guard let written = subject.message.field("Content-Type") else {
            return .failed([.missingMediaType(wanted: wanted, in: subject.message.side, at: source)])
        }
        guard let mediaType = subject.message.mediaType, wanted.contains(where: mediaType.satisfies) else {
            return .failed([.unexpectedMediaType(written, wanted: wanted, in: subject.message.side, at: source)])
        }
        return .passed
    }
}
