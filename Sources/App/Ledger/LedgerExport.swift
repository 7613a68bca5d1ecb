public import Core
import Glibc
import Storage

/// The whole ledger in the order of its entries, for hledger and ledger, for beancount, or as CSV.
///
/// Entries without postings (claims, extensions) stand in the two journals as comments. Effective days may go
/// backwards: an event can become known late.
public struct LedgerExport: Sendable {
    public enum Format: String, CaseIterable, Sendable {
        /// One journal that both hledger and ledger read.
        case hledger, ledger
        case beancount
        case csv
    }

    public let format: Format
    /// Effective days, both included.
    public let from: Day?
    public let to: Day?

    public init(_ format: Format, from: Day? = nil, to: Day? = nil) {
        self.format = format
        self.from = from
        self.to = to
    }

    /// How far it is: entries passed, and all entries.
    public typealias Progress = (Int64, Int64) -> Void

    private static let entriesAtATime: Int64 = 16_384

    /// Writes the ledger as it stands when the export begins; the file appears when it is whole.
    ///
    /// - Parameter path: `-` for the standard output.
    public func write(_ book: Book, to path: String, progress: Progress = { _, _ in }) async throws {
        let start = try await book.database.read { connection in
            (
                names: try LedgerNames(connection),
                last: try connection.first("SELECT MAX(id) FROM entry") { $0.optionalInt(0) ?? 0 } ?? 0
            )
        }
        let output = try OutputFile(path)
        try output.write(LedgerText.header(format, start.names))
        if start.last > 0 {
            let export = self
            var done: Int64 = 0
            try await RangeReads.run(book.database, over: 1...start.last, step: LedgerExport.entriesAtATime) {
                try LedgerText.entries($0, export, start.names, $1)
            } _: { text in
                try output.write(text)
                done = min(done + LedgerExport.entriesAtATime, start.last)
                progress(done, start.last)
            }
        }
        try output.finish()
    }
}

/// A file that appears when it is whole, or the standard output.
private final class OutputFile {
    private let replacement: FileReplacement?
    private let descriptor: Int32

    init(_ path: String) throws {
        replacement = path == "-" ? nil : FileReplacement(of: path)
        descriptor = try replacement?.open() ?? STDOUT_FILENO
    }

    deinit {
        if replacement != nil { close(descriptor) }
    }

    func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try writeBytes(descriptor, $0) }
    }

    func finish() throws { try replacement?.finish() }
}
