import Core
import Foundation
import Storage

/// The entries and guarantees of a book in memory, as far as figures need them, so that any day is answered
/// at once.
///
/// Entries and guarantees are only ever appended, so what came since the last question is read and added. A
/// figure belongs to one state of the book, the last audit record, and is kept as long as that is the last.
actor FiguresMemory {
    private let book: Book
    private var columns = EntryColumns()
    private var scan = GuaranteeScan()
    private var claims = ClaimHistory()
    /// The first entry that is not here yet.
    private var nextEntry: Int64 = 0
    private var kept: [Question: FiguresOverview] = [:]
    private var keptHead: Int64 = -1
    /// One question is answered at a time; the others wait in their order.
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    private struct Question: Hashable {
        let day: Day
        let scope: FiguresScope
    }

    /// So many days of one state of the book are kept.
    private static let mostKept = 200

    init(_ book: Book) { self.book = book }

    /// All figures of a day.
    func overview(asOf day: Day, in scope: FiguresScope) async throws -> FiguresOverview {
        await begin()
        defer { end() }
        let head = try await book.database.read(Self.head)
        let question = Question(day: day, scope: scope)
        if head == keptHead, let known = kept[question] { return known }
        let frame = try await catchUp(asOf: day)
        let overview = await FiguresOverview.make(
            reading(frame, asOf: day), columns, asOf: day, in: scope,
            claims: claims.open(asOf: day, in: scope, frame))
        keep(overview, for: question, head)
        return overview
    }

    /// Reads what has come since, so that the first who asks need not wait for it.
    func warm(asOf day: Day) async throws {
        await begin()
        defer { end() }
        _ = try await catchUp(asOf: day)
    }

    /// The guarantees behind a figure, with what each has in it.
    func records(_ question: FiguresQuestion) async throws -> [FiguresRecord] {
        await begin()
        defer { end() }
        let frame = try await catchUp(asOf: question.day)
        return FiguresRecords(reading(frame, from: question.from, asOf: question.day), question).all
    }

    /// The claims behind the ageing.
    func openClaims(asOf day: Day, in scope: FiguresScope) async throws -> [OpenClaim] {
        await begin()
        defer { end() }
        return claims.open(asOf: day, in: scope, try await catchUp(asOf: day))
    }

    private func begin() async {
        guard isBusy else { isBusy = true; return }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func end() {
        guard !waiting.isEmpty else { isBusy = false; return }
        waiting.removeFirst().resume()
    }

    private func keep(_ overview: FiguresOverview, for question: Question, _ head: Int64) {
        if head != keptHead || kept.count >= Self.mostKept { kept = [:] }
        keptHead = head
        kept[question] = overview
    }

    private func reading(_ frame: FiguresFrame, from first: Day? = nil, asOf day: Day) -> FiguresReading {
        FiguresReading(
            frame: frame, sums: columns.sums(guarantees: scan.facts.count, from: first, until: day),
            scans: [scan])
    }

    private static func head(_ connection: Connection) throws -> Int64 {
        try connection.first("SELECT COALESCE(MAX(id), 0) FROM audit") { $0.int(0) } ?? 0
    }
}

// Reading what is new.
extension FiguresMemory {
    /// Reads what has come since, and the small tables as they are for a day.
    private func catchUp(asOf day: Day) async throws -> FiguresFrame {
        let frame = try await book.database.read { try FiguresFrame(asOf: day, $0) }
        let entries = max(nextEntry, frame.entries.lowerBound)..<max(nextEntry, frame.entries.upperBound)
        let count = Int64(scan.facts.count)
        let guarantees = count + 1..<max(count + 1, frame.guarantees.upperBound)
        for part in try await read(entries, EntryColumns.init) { columns.append(part) }
        for part in try await read(guarantees, GuaranteeScan.init) { scan.append(part) }
        let known = claims
        let changed = try await book.database.read { try known.changed(by: entries, $0) }
        let parts = try await read(0..<Int64(changed.count), manyFrom: 1_000) { range, connection in
            let numbers = changed[Int(range.lowerBound)..<Int(range.upperBound)]
            return try ClaimHistory(of: numbers, until: entries.upperBound, frame.agreements, connection)
        }
        claims.update(with: parts)
        nextEntry = entries.upperBound
        return frame
    }

    /// Parts of a range, read by several readers at a time and in their order.
    private func read<Part: Sendable>(
        _ numbers: Range<Int64>, manyFrom many: Int = 10_000,
        _ part: @escaping @Sendable (Range<Int64>, Connection) throws -> Part
    ) async throws -> [Part] {
        guard !numbers.isEmpty else { return [] }
        let readers =
            numbers.count > many ? min(max(ProcessInfo.processInfo.activeProcessorCount, 1), 4) : 1
        let database = book.database
        return try await withThrowingTaskGroup(of: (Int, Part).self) { group in
            for reader in 0..<readers {
                func bound(_ place: Int) -> Int64 {
                    numbers.lowerBound + Int64(numbers.count) * Int64(place) / Int64(readers)
                }
                let range = bound(reader)..<bound(reader + 1)
                group.addTask { (reader, try await database.read { try part(range, $0) }) }
            }
            var parts: [(Int, Part)] = []
            for try await read in group { parts.append(read) }
            return parts.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
