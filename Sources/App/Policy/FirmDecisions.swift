public import Core
import Dispatch
import Foundation
import Synchronization

/// Decides a whole table of firms by one policy: rows in, results out, in the same order and constant
/// memory.
///
/// One thread reads and checks rows, another decides and writes those that were read before.
public struct FirmDecisions {
    private let program: PolicyProgram
    private let library: FactTable
    private let options: Options

    public struct Options {
        public let table: String
        public let out: String
        public let rejectsFolder: String
        public let mapping: Mapping?
        /// Columns that are no facts and are passed on.
        public let carry: [String]
        public let language: Language

        public init(
            table: String, out: String, rejectsFolder: String, mapping: Mapping?, carry: [String],
            language: Language
        ) {
            (self.table, self.out, self.rejectsFolder) = (table, out, rejectsFolder)
            (self.mapping, self.carry, self.language) = (mapping, carry, language)
        }
    }

    public struct Counts: Encodable, Sendable, Equatable {
        public var decided = 0
        public var refused = 0
        public var yes = 0
        public var no = 0
        public var open = 0
    }

    public struct Outcome: Sendable {
        public let counts: Counts
        /// The file of refused rows, if there are any.
        public let rejects: String?
    }

    /// The section of a mapping for tables of firms.
    public static let mappingSection = "firms"
    /// Batches under way at one time.
    private static let batchCount = 4

    public init(_ program: PolicyProgram, _ options: Options) {
        (self.program, self.options) = (program, options)
        library = program.policy.facts
    }

    public func run() throws -> Outcome {
        let table = try TableReader(
            path: options.table, mapping: options.mapping?[FirmDecisions.mappingSection])
        let read = ColumnRun.facts(of: [program])
        let firms = try FirmTable(table, library, reading: read, carry: options.carry)
        let rejectsPath = "\(options.rejectsFolder)/firms.\(table.format.rawValue)"
        guard try access(rejectsPath, F_OK) != 0 || Rejects.isOne(rejectsPath) else {
            throw TableRefusal.notARejectsFile(rejectsPath)
        }
        let rejects = Rejects(path: rejectsPath, of: table, language: options.language)
        let line = try ResultsLine(
            FirmResults(
                program, path: options.out, carried: options.carry,
                byteOrderMark: table.source.wantsByteOrderMark),
            (0..<FirmDecisions.batchCount).map { _ in batch(firms, read) })
        try pass(table, firms, rejects, line)
        try rejects.finish()
        if rejects.count == 0, access(rejectsPath, F_OK) == 0 { unlink(rejectsPath) }
        var counts = try line.finish()
        counts.refused = rejects.count
        return Outcome(counts: counts, rejects: rejects.count > 0 ? rejectsPath : nil)
    }

    /// Columns for what the policy reads and the table may tell.
    private func batch(_ firms: FirmTable, _ read: Set<Int>) -> DecisionBatch {
        var held = Set(firms.facts.filter(\.isRead).map(\.place))
        held.formUnion(firms.derived.map(\.place))
        return DecisionBatch(library, holding: held)
    }

    private func pass(
        _ table: TableReader, _ firms: FirmTable, _ rejects: Rejects, _ line: ResultsLine
    ) throws {
        var progress = ProgressBar(program.policy.id, byteCount: table.byteCount, language: options.language)
        defer {
            line.wait()
            progress.finish()
        }
        var batch = try line.take()
        while let row = try table.next() {
            try Interruption.check()
            progress.update(rows: table.rowsRead, bytes: table.bytesRead)
            let reasons = row.problems.isEmpty ? firms.read(row, into: batch.chunk, at: batch.rows) : []
            guard row.problems.isEmpty, reasons.isEmpty else {
                try rejects.add(row, reasons: reasons)
                continue
            }
            batch.keep(row[firms.code])
            batch.keep(row[firms.name])
            for carried in firms.carried { batch.keep(row[carried.column]) }
            batch.endRow()
            guard batch.isFull else { continue }
            line.give(batch)
            batch = try line.take()
        }
        line.give(batch)
    }
}

/// The thread that decides and writes, and the batches that go to it and come back.
private final class ResultsLine: Sendable {
    private let queue = DispatchQueue(label: "cassia.policy.results")
    private let free = DispatchSemaphore(value: 0)
    private let state: Mutex<State>
    private let work: Work

    private struct State {
        var batches: [DecisionBatch]
        var failure: TableRefusal?
    }

    /// Touched by the queue alone, and by `finish` once the queue is empty.
    private struct Work: @unchecked Sendable {
        let results: FirmResults
    }

    init(_ results: FirmResults, _ batches: [DecisionBatch]) {
        work = Work(results: results)
        state = Mutex(State(batches: batches, failure: nil))
        for _ in batches { free.signal() }
    }

    /// An empty batch; waits until one comes back.
    func take() throws(TableRefusal) -> DecisionBatch {
        free.wait()
        let (batch, failure) = state.withLock { ($0.batches.removeLast(), $0.failure) }
        if let failure { throw failure }
        batch.clear()
        return batch
    }

    func give(_ batch: DecisionBatch) {
        queue.async { [self] in
            do throws(TableRefusal) {
                if state.withLock({ $0.failure == nil }) { try work.results.write(batch) }
            } catch {
                state.withLock { $0.failure = error }
            }
            state.withLock { $0.batches.append(batch) }
            free.signal()
        }
    }

    /// Until all that was given is written.
    func wait() { queue.sync {} }

    func finish() throws(TableRefusal) -> FirmDecisions.Counts {
        wait()
        if let failure = state.withLock({ $0.failure }) { throw failure }
        try work.results.finish()
        return work.results.counts
    }
}
