import Core

/// Writes what a policy answers, one row for each firm.
final class FirmResults {
    static let columns = [
        "credit_code", "name", "verdict", "class", "score_low", "score_high", "amount_yuan", "failed", "open",
    ]

    private let program: PolicyProgram
    private let writer: TableWriter
    private let run: ColumnRun
    private let answers: FirmAnswers
    private let carriedCount: Int
    private let ids: [[UInt8]]
    private let classes: [[UInt8]]
    /// Points as texts; there are few that differ.
    private var points: [Int64: [UInt8]] = [:]
    private static let pointsLimit = 100_000
    private let scratch = ByteScratch()
    private(set) var counts = FirmDecisions.Counts()

    init(
        _ program: PolicyProgram, path: String, carried: [String], byteOrderMark: Bool
    ) throws(TableRefusal) {
        self.program = program
        run = ColumnRun(program)
        answers = FirmAnswers(program)
        carriedCount = carried.count
        ids = program.policy.conditions.map { Array($0.id.utf8) }
        classes = program.policy.classes.map { Array($0.word.utf8) }
        let format = TableWriter.format(of: path)
        let columns = FirmResults.columns.map { TableWriter.Column($0, $0 == "amount_yuan" ? .money : .text) }
        writer = try TableWriter(
            path: path, format: format, columns: columns + carried.map { TableWriter.Column($0) },
            byteOrderMark: byteOrderMark && format == .csv, sheet: program.policy.id)
    }

    /// Decides the firms of a batch and writes their rows.
    func write(_ batch: DecisionBatch) throws(TableRefusal) {
        batch.chunk.seal(count: batch.rows)
        run.decide(batch.chunk, into: answers)
        for row in 0..<batch.rows { try write(row, batch) }
        counts.decided += batch.rows
    }

    func finish() throws(TableRefusal) { try writer.finish() }

    private func write(_ row: Int, _ batch: DecisionBatch) throws(TableRefusal) {
        let first = row * (2 + carriedCount)
        writer.bytes(batch.text(first))
        writer.bytes(batch.text(first + 1))
        verdict(row)
        if let mask = answers.classes(row), mask.nonzeroBitCount == 1 {
            bytes(classes[mask.trailingZeroBitCount])
        } else {
            writer.empty()
        }
        let score = answers.score(row)
        points(score?.low)
        points(score?.high)
        if let amount = answers.amount(row), amount.lowerBound == amount.upperBound {
            writer.money(amount.lowerBound)
        } else {
            writer.empty()
        }
        names { answers.isFailed($0, row) }
        names { answers.isOpen($0, row) }
        for number in 0..<carriedCount { writer.bytes(batch.text(first + 2 + number)) }
        try writer.endRow()
    }

    private func verdict(_ row: Int) {
        switch answers.verdict(row) {
        case .yes:
            counts.yes += 1
            bytes(FirmResults.yes)
        case .no:
            counts.no += 1
            bytes(FirmResults.no)
        case .open:
            counts.open += 1
            bytes(FirmResults.open)
        case nil: writer.empty()
        }
    }

    private static let yes = Array("yes".utf8)
    private static let no = Array("no".utf8)
    private static let open = Array("open".utf8)

    private func bytes(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { writer.bytes($0) } }

    /// What has no bound, or no score at all, is empty.
    private func points(_ value: Fraction?) {
        guard let value, value.isFinite else { return writer.empty() }
        guard value.denominator == 1, let key = Int64(exactly: value.numerator) else {
            return bytes(Array(DecimalText.text(of: value.reduced.inPoints, decimals: 4).utf8))
        }
        if let text = points[key] { return bytes(text) }
        let text = Array(DecimalText.text(of: value.inPoints, decimals: 2).utf8)
        if points.count < FirmResults.pointsLimit { points[key] = text }
        bytes(text)
    }

    /// Ids of conditions, joined.
    private func names(_ isNamed: (Int) -> Bool) {
        scratch.clear()
        for place in ids.indices where isNamed(place) {
            if scratch.count > 0 { scratch.append(UInt8(ascii: ";")) }
            ids[place].withUnsafeBufferPointer { scratch.append($0) }
        }
        guard scratch.count > 0 else { return writer.empty() }
        writer.bytes(UnsafeBufferPointer(start: scratch.base, count: scratch.count))
    }
}

extension Fraction {
    /// Hundredths of a point as points.
    fileprivate var inPoints: Fraction { Fraction(numerator, denominator * 100) }
}
