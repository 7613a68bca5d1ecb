import Core
import Synchronization

/// What stands around the rows of lists, as it was last made for an address: its filters and headings, which
/// are the same for everyone who asks in the same language. Nothing of a visitor or of the book is in it.
final class ListFrames: Sendable {
    struct Frame: Sendable {
        let filters: HTML?
        let heads: HTML
    }

    private struct Key: Hashable {
        let path: String
        let query: String
        let language: Language
    }

    private let frames = Mutex<[Key: Frame]>([:])
    /// Beyond so many all are forgotten, and longer addresses are not kept.
    private static let most = 256
    private static let longestQuery = 200

    /// The frame of a path and of a query without the place of the page, made where it is not known.
    func frame(_ path: String, _ query: String, _ language: Language, _ make: () -> Frame) -> Frame {
        guard query.utf8.count <= Self.longestQuery else { return make() }
        let key = Key(path: path, query: query, language: language)
        if let known = frames.withLock({ $0[key] }) { return known }
        let frame = make()
        frames.withLock { frames in
            if frames.count >= Self.most { frames = [:] }
            frames[key] = frame
        }
        return frame
    }
}
