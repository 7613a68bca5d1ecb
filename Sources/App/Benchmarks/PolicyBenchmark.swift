public import Core
import Foundation
import Glibc

/// Many firms through several policies at once, from columns in memory.
public final class PolicyBenchmark {
    public static let policies = ["sme-size", "technology-sme", "hnte", "awards"]

    public let programs: [PolicyProgram]
    private let library: FactTable
    private var chunks: [FirmChunk] = []
    private var codes: [String] = []

    public struct Measure: Sendable {
        /// Of all threads together.
        public let processorSeconds: Double
        public let seconds: Double
    }

    public init(_ library: PolicyLibrary, on day: Day) throws {
        self.library = library.facts
        programs = try PolicyBenchmark.policies.map { try library.program($0, on: day) }
    }

    public var firms: Int { chunks.reduce(0) { $0 + $1.count } }

    // MARK: Firms

    /// Brings a table of firms into columns; every row must be good.
    public func load(_ path: String) throws {
        let table = try TableReader(path: path)
        let read = ColumnRun.facts(of: programs)
        let firms = try FirmTable(table, library, reading: read, carry: [])
        let held = Set(firms.facts.filter(\.isRead).map(\.place))
        var (chunk, rows) = (FirmChunk(library, holding: held), 0)
        while let row = try table.next() {
            let problems = row.problems.map(\.sentence) + firms.read(row, into: chunk, at: rows)
            guard problems.isEmpty else { throw BenchmarkRowRefusal(line: row.line, reason: problems[0]) }
            codes.append(row[firms.code].text)
            rows += 1
            if rows == FirmChunk.capacity {
                take(chunk, rows)
                (chunk, rows) = (FirmChunk(library, holding: held), 0)
            }
        }
        take(chunk, rows)
    }

    private func take(_ chunk: FirmChunk, _ rows: Int) {
        chunk.seal(count: rows)
        if rows > 0 { chunks.append(chunk) }
    }

    // MARK: Measures

    /// All policies over all firms, chunk by chunk, once.
    public func run(threads: Int) -> Measure {
        let parts = (0..<threads).map { PolicyBenchmarkPart(programs, chunks, first: $0, by: threads) }
        // What a plan costs is paid once for a day, not for each register of firms.
        for part in parts { part.warmUp() }
        let start = (PolicyBenchmark.processorTime, ContinuousClock.now)
        let group = parts.dropFirst().map { part in
            let thread = Thread { part.run() }
            thread.start()
            return thread
        }
        parts[0].run()
        for thread in group { while !thread.isFinished { usleep(50) } }
        return Measure(
            processorSeconds: PolicyBenchmark.processorTime - start.0,
            seconds: (ContinuousClock.now - start.1) / .seconds(1))
    }

    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    // MARK: Answers

    /// Writes what the peers write, so that the answers can be compared.
    public func write(_ path: String) throws {
        let columns = ["credit_code", "size", "technology_sme", "hnte", "awards"].map {
            TableWriter.Column($0)
        }
        let writer = try TableWriter(path: path, format: .csv, columns: columns)
        let part = PolicyBenchmarkPart(programs, chunks, first: 0, by: 1)
        var first = 0
        for chunk in chunks {
            part.decide(chunk)
            for row in 0..<chunk.count {
                writer.text(codes[first + row])
                for answers in part.answers { writer.text(PolicyBenchmark.text(answers, row)) }
                try writer.endRow()
            }
            first += chunk.count
        }
        try writer.finish()
    }

    private static func text(_ answers: FirmAnswers, _ row: Int) -> String {
        if let mask = answers.classes(row) {
            return mask.nonzeroBitCount == 1
                ? answers.program.policy.classes[mask.trailingZeroBitCount].word : ""
        }
        if let amount = answers.amount(row) {
            return amount.lowerBound == amount.upperBound ? String(amount.lowerBound.fen / 100) : ""
        }
        return answers.verdict(row)?.rawValue ?? ""
    }
}

/// Decisions one at a time.
extension PolicyBenchmark {
    /// Seconds a firm.
    public struct SingleMeasure: Sendable {
        public var decision = 0.0
        /// Decided, explained and written.
        public var json = 0.0
        public var nearest = 0.0
    }

    /// The first firms of a table.
    public static func firms(
        of path: String, _ facts: FactTable, count: Int
    ) throws(TableRefusal) -> [FactValues] {
        let reader = try FactTableReader(path: path, facts)
        var firms: [FactValues] = []
        while firms.count < count, let row = try reader.next() { firms.append(row.values) }
        return firms
    }

    public static func explain(_ program: PolicyProgram, _ firms: [FactValues]) -> SingleMeasure {
        func seconds(_ work: (FactValues) -> Int) -> Double {
            var sum = 0
            let start = processorTime
            for firm in firms { sum &+= work(firm) }
            // What is worked out is used, so that nothing is left out.
            precondition(sum >= 0)
            return (processorTime - start) / Double(max(firms.count, 1))
        }
        return SingleMeasure(
            decision: seconds { program.explain($0).factsRead.count },
            json: seconds { program.explain($0).json.bytes.count },
            nearest: seconds { program.nearestChange($0)?.single.count ?? 0 })
    }
}

/// What one thread decides: every so-manieth chunk.
private final class PolicyBenchmarkPart: @unchecked Sendable {
    let answers: [FirmAnswers]
    private let runs: [ColumnRun]
    private let chunks: [FirmChunk]

    init(_ programs: [PolicyProgram], _ chunks: [FirmChunk], first: Int, by step: Int) {
        runs = programs.map { ColumnRun($0) }
        answers = programs.map { FirmAnswers($0) }
        self.chunks = stride(from: first, to: chunks.count, by: step).map { chunks[$0] }
    }

    func warmUp() { for chunk in chunks.prefix(2) + chunks.suffix(1) { decide(chunk) } }

    func run() { for chunk in chunks { decide(chunk) } }

    func decide(_ chunk: FirmChunk) {
        for (run, answers) in zip(runs, answers) { run.decide(chunk, into: answers) }
    }
}

/// A table for measuring has no bad rows.
public struct BenchmarkRowRefusal: Refusal {
    let line: Int
    let reason: Sentence

    public var code: String { "benchmark_row" }

    public var sentence: Sentence {
        Sentence(zh: "第 \(line) 行：\(reason.zh)", en: "Line \(line): \(reason.en)")
    }
}
