public import Core
import Storage

/// Benefit without application: all firms, or those that something was told of, matched with every policy in
/// force that gives a verdict or an amount; only what has changed is written.
///
/// A run can be broken off anywhere: each some thousand firms are settled in a transaction of their own, and
/// the next run finds the rest.
public struct EntitlementMatching: Sendable {
    public let day: Day
    public var actor = Actor("cassia match")
    public var language = Language.chinese
    /// Whether a bar shows how far it is.
    public var showsProgress = false
    let library: PolicyLibrary
    /// By their ids.
    let programs: [PolicyProgram]

    /// Which firms are matched.
    public enum Firms: Sendable {
        case all
        /// Those that anything was told of in audit records after that one.
        case toldAfter(Int64)
    }

    public struct Counts: Encodable, Sendable, Equatable {
        /// Firms that were looked at.
        public var firms = 0
        public var gained = 0
        public var lost = 0
        /// Another class or amount.
        public var changed = 0
        /// Other points, of which nobody is told.
        public var revised = 0
        public var notices = 0

        public var isNothing: Bool { gained + lost + changed + revised == 0 }

        static func += (left: inout Counts, right: Counts) {
            left.firms += right.firms
            left.gained += right.gained
            left.lost += right.lost
            left.changed += right.changed
            left.revised += right.revised
            left.notices += right.notices
        }
    }

    /// A size class alone gives nothing to take up, so such policies are left out.
    public init(_ library: PolicyLibrary, on day: Day) throws {
        self.library = library
        self.day = day
        programs = try library.policies.keys.sorted().compactMap { id in
            guard let policy = try? library.policy(id, on: day) else { return nil }
            let program = try PolicyCompiler.program(policy, on: day)
            return program.verdict == nil && program.amount == nil ? nil : program
        }
    }

    /// The last audit record, to be asked for before something is told.
    public static func lastRecord(in book: Book) async throws -> Int64 {
        try await book.database.read { connection in
            try connection.first("SELECT MAX(id) FROM audit") { $0.optionalInt(0) ?? 0 } ?? 0
        }
    }

    /// What was decided for a later day stands, so a run for an earlier one does nothing.
    @discardableResult
    public func run(_ firms: Firms = .all, in book: Book) async throws -> Counts {
        let day = day
        let isOvertaken = try await book.database.read { try EntitlementStore.lastDay($0) ?? day > day }
        var counts = Counts()
        guard !isOvertaken, !programs.isEmpty else { return counts }
        let ranges = try await ranges(firms, book)
        let organisations = try await book.database.read { try EntitlementNotices.organisations($0) }
        let run = RegisterRun(programs)
        var bar = showsProgress ? ProgressBar("match", byteCount: total(ranges), language: language) : nil
        defer { bar?.finish() }
        var pending: Task<Counts, any Error>?
        do {
            try await FactColumns.forEach(run.wanted, on: day, in: book, ranges, isNamed: false) { columns in
                var matched = MatchedFirms(policies: programs.count)
                run.decide(columns) { matched.add($0) }
                if let pending { counts += try await pending.value }
                pending = settling(matched, organisations, book)
                let done = counts.firms + matched.numbers.count
                bar?.update(rows: done, bytes: Int64(done))
            }
        } catch {
            _ = await pending?.result
            throw error
        }
        if let pending { counts += try await pending.value }
        return counts
    }

    private func total(_ ranges: [ClosedRange<Int64>]) -> Int64 {
        ranges.reduce(0) { $0 + Int64($1.count) }
    }

    private func ranges(_ firms: Firms, _ book: Book) async throws -> [ClosedRange<Int64>] {
        try await book.database.read { connection in
            switch firms {
            case .all:
                let last =
                    try connection.first("SELECT MAX(id) FROM enterprise") { $0.optionalInt(0) ?? 0 } ?? 0
                return last > 0 ? RangeReads.parts(of: 1...last, step: EntitlementMatching.step) : []
            case .toldAfter(let record):
                return EntitlementMatching.ranges(of: try EntitlementStore.told(after: record, connection))
            }
        }
    }

    /// Firms of one transaction.
    private static let step: Int64 = 16_384
    /// Reading some firms too many costs less than another range.
    private static let gap: Int64 = 64

    /// - Parameter numbers: rising.
    static func ranges(of numbers: [Int64]) -> [ClosedRange<Int64>] {
        var ranges: [ClosedRange<Int64>] = []
        for number in numbers {
            if let last = ranges.last, number - last.upperBound <= gap, number - last.lowerBound < step {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        return ranges
    }

    /// Looks first at a snapshot whether there is anything to write, and again inside the transaction, so
    /// that two runs at one time write nothing twice.
    private func settling(
        _ matched: MatchedFirms, _ organisations: [Int64: Int64], _ book: Book
    ) -> Task<Counts, any Error> {
        Task {
            let ids = programs.map(\.policy.id)
            let seen = try await book.database.read {
                try EntitlementStore.changes(matched, ids, on: day, $0)
            }
            var counts = Counts()
            if !seen.isEmpty {
                counts = try await book.write(as: actor, "entitlement.match") { writing in
                    let changes = try EntitlementStore.changes(matched, ids, on: day, writing.connection)
                    return try EntitlementStore.write(changes, self, organisations, writing)
                }
            }
            counts.firms = matched.numbers.count
            return counts
        }
    }
}
