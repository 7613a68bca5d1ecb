/// The register in the columns that policies are decided in: some thousand firms at a time, several
/// policies in one pass.
import Core

extension FirmFacts.Columns {
    /// The places of the table that the register may know.
    var places: [Int] {
        parts.map { part in
            switch part {
            case .number(let place, _, _), .word(let place, _, _), .derived(let place, _, _): place
            }
        }
    }

    /// Writes the facts of some rows into a chunk, from its first row on; who told them is not said.
    func fill(_ chunk: FirmChunk, from columns: FactColumns, _ rows: Range<Int>) {
        let first = rows.lowerBound
        for part in parts {
            switch part {
            case .number(let place, let column, let bounds):
                let values = columns.values[column]
                for row in rows {
                    // What is unknown is outside all bounds.
                    chunk.put(bounds.contains(values[row]) ? values[row] : nil, of: place, at: row - first)
                }
            case .word(let place, let column, let words):
                let values = columns.values[column]
                for row in rows {
                    let value = values[row]
                    let word = value == FactColumns.unknown ? nil : words[Int(value)]
                    chunk.put(word, of: place, at: row - first)
                }
            case .derived(let place, let column, let derived):
                fill(chunk, place, derived, columns, column, rows)
            }
        }
    }

    /// Few texts differ, so each is looked at once.
    private func fill(
        _ chunk: FirmChunk, _ place: Int, _ derived: FirmFacts.Derived, _ columns: FactColumns,
        _ column: Int, _ rows: Range<Int>
    ) {
        func flag(_ text: String) -> Int64? { derived.value(of: text).map { $0 ? 1 : 0 } }
        guard wanted[column].isKeptAsText else {
            // Divisions stand in columns as numbers of six digits.
            var known: [Int64: Int64?] = [:]
            for row in rows {
                let value = columns.values[column][row]
                let found = known[value] ?? (value == FactColumns.unknown ? nil : flag(String(value)))
                known[value] = .some(found)
                chunk.put(found, of: place, at: row - rows.lowerBound)
            }
            return
        }
        var known: [String: Int64?] = [:]
        for row in rows {
            guard let text = columns.texts[column][row] else {
                chunk.put(nil, of: place, at: row - rows.lowerBound)
                continue
            }
            let found = known[text] ?? flag(text)
            known[text] = .some(found)
            chunk.put(found, of: place, at: row - rows.lowerBound)
        }
    }
}

/// Decides the register by several programs of one table of facts.
///
/// One serves one thread; its chunk and its answers are used again for each part.
final class RegisterRun {
    let programs: [PolicyProgram]
    /// What is read of the register: what the programs ask for, and what else is wanted.
    let wanted: [FirmFact]
    private let reading: FirmFacts.Columns
    private let chunk: FirmChunk
    private let runs: [ColumnRun]
    private let answers: [FirmAnswers]

    /// Firms that stand one behind the other in columns, and what each program answers for them.
    struct Part {
        let columns: FactColumns
        /// Their rows in the columns; in the answers they begin at 0.
        let rows: Range<Int>
        let answers: [FirmAnswers]
    }

    init(_ programs: [PolicyProgram], and others: [FirmFact] = []) {
        precondition(!programs.isEmpty)
        self.programs = programs
        let facts = programs[0].policy.facts
        reading = FirmFacts(facts).columns(reading: ColumnRun.facts(of: programs).sorted())
        let read = reading.wanted
        wanted = read + others.filter { !read.contains($0) }
        chunk = FirmChunk(facts, holding: reading.places)
        runs = programs.map { ColumnRun($0) }
        answers = programs.map { FirmAnswers($0) }
    }

    /// Goes through the register in the order of its firms, in memory that does not grow with it.
    func forEach(in book: Book, _ take: (Part) throws -> Void) async throws {
        try await FactColumns.forEach(wanted, on: programs[0].day, in: book) { try decide($0, take) }
    }

    /// Decides all firms of the columns; each part is good until the next.
    func decide(_ columns: FactColumns, _ take: (Part) throws -> Void) rethrows {
        let count = columns.numbers.count
        for start in stride(from: 0, to: count, by: FirmChunk.capacity) {
            let rows = start..<min(start + FirmChunk.capacity, count)
            reading.fill(chunk, from: columns, rows)
            chunk.seal(count: rows.count)
            for (run, answers) in zip(runs, answers) { run.decide(chunk, into: answers) }
            try take(Part(columns: columns, rows: rows, answers: answers))
        }
    }
}

extension FirmOutcome {
    /// What a policy answers for one firm of a part.
    init(_ answers: FirmAnswers, _ row: Int) {
        let mask = answers.classes(row)
        let word = mask.flatMap { mask in
            mask.nonzeroBitCount == 1
                ? answers.program.policy.classes[mask.trailingZeroBitCount].word : nil
        }
        self.init(
            verdict: answers.verdict(row), classWord: word, score: answers.score(row),
            amount: answers.amount(row))
    }
}
