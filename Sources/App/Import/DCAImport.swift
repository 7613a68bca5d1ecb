public import Core
import Storage

/// Brings the published list of USAID's Development Credit Authority in: each line is a guarantee that USAID
/// and a bank share, with what was disbursed, claimed and recovered until the list was made. See docs/dca.md.
///
/// A line is in with all that belongs to it, or in the rejects file; a second run changes nothing.
public struct DCAImport: Sendable {
    public var path: String
    /// The folder of the rejects files, made when it is needed.
    public var rejectsFolder: String
    public var language: Language

    public init(path: String, rejectsFolder: String, language: Language) {
        self.path = path
        self.rejectsFolder = rejectsFolder
        self.language = language
    }

    /// What became of the lines, and the sums of the book after them.
    public struct Outcome: Sendable {
        public fileprivate(set) var counts = ImportCounts()
        /// Of the lines that are in, by line.
        public fileprivate(set) var notes: [(line: Int, note: DCANote)] = []
        public fileprivate(set) var refusals: [(line: Int, reasons: [Sentence])] = []
        public fileprivate(set) var sums: DCASums
        /// Where the refused lines are, if there are any.
        public fileprivate(set) var rejects: String?
    }

    public func run(into book: Book) async throws -> Outcome {
        var outcome = Outcome(sums: try await DCAImport.sums(of: book))
        let rejects = DCARejects(folder: rejectsFolder, language: language)
        var numbers = DCANumbers()
        for line in try DCAFile.lines(of: path) {
            try Interruption.check()
            outcome.counts.read += 1
            let (plan, notes, reasons) = DCAImport.read(line, &numbers)
            switch try await enter(plan, reasons, book) {
            case .accepted, .noted: outcome.counts.accepted += 1
            case .alreadyThere: outcome.counts.alreadyThere += 1
            case .refused(let reasons):
                outcome.counts.refused += 1
                outcome.refusals.append((line.number, reasons))
                rejects.add(line, reasons)
                continue
            }
            outcome.notes += notes.map { (line.number, $0) }
        }
        outcome.rejects = try rejects.finish()
        outcome.sums = try await DCAImport.sums(of: book)
        return outcome
    }

    private static func sums(of book: Book) async throws -> DCASums {
        try await book.database.read { try DCASums($0) }
    }

    private static func read(
        _ line: DCAFile.Line, _ numbers: inout DCANumbers
    ) -> (plan: DCAPlan?, notes: [DCANote], reasons: [Sentence]) {
        do {
            guard line.bytes.count <= DCAFile.lineBytes else {
                throw DCALineRefusal.tooLong(limit: DCAFile.lineBytes)
            }
            var fields = DCAFields(try DCALine(line.bytes))
            let number = DCANumbers.number(&fields)
            let kept = number.isEmpty ? number : numbers.take(number, line: line.number, &fields)
            guard let record = DCARecord(number: kept, &fields) else { return (nil, [], fields.reasons) }
            return (try DCAPlan(record), fields.notes, [])
        } catch let refusal as any Refusal {
            return (nil, [], [refusal.sentence])
        } catch {
            preconditionFailure("reading a line touches nothing that fails otherwise: \(error)")
        }
    }

    private func enter(_ plan: DCAPlan?, _ reasons: [Sentence], _ book: Book) async throws -> ImportFate {
        guard let plan else { return .refused(reasons) }
        do {
            return try await book.write(as: .importer, "import.dca") { try plan.enter($0) }
        } catch let refusal as any Refusal {
            return .refused([refusal.sentence])
        }
    }
}
