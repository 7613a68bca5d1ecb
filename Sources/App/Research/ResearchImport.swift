public import Core
import Glibc
import Storage

/// Brings the books of R&D expense of one firm in: a table of projects, then one of vouchers. What is there
/// already stays; refused rows go to a file that can be mended and given again.
public struct ResearchImport: Sendable {
    public let creditCode: String
    public var projects: String?
    public var vouchers: String?
    public var mapping: Mapping?
    /// Where refused rows go; nowhere when nil.
    public var rejectsFolder: String?
    public let language: Language
    public var actor = Actor.importer
    /// The last day of a voucher, and that on which the figures are told.
    public let today: Day
    public var showsProgress = true
    /// Whether it only says what would become of the rows, and changes nothing.
    public var isTrial = false
    private let shelf: PolicyShelf

    /// One of the two tables.
    public enum Table: String, CaseIterable, Sendable {
        case projects, vouchers

        public var columns: [String] {
            switch self {
            case .projects: ["number", "name", "form", "from", "until"]
            case .vouchers: ["number", "day", "project", "kind", "amount", "words"]
            }
        }

        var required: [String] { columns.filter { $0 != "until" } }
    }

    public struct Outcome: Sendable {
        /// Of the tables that were given.
        public var tables: [(table: Table, outcome: FirmImport.Outcome)] = []

        public var refused: Int { tables.reduce(0) { $0 + $1.outcome.counts.refused } }
    }

    /// Decides by the policies that came with the program.
    public init(creditCode: String, language: Language, today: Day) {
        self.init(creditCode: creditCode, language: language, today: today, shelf: .embedded)
    }

    init(creditCode: String, language: Language, today: Day, shelf: PolicyShelf) {
        self.creditCode = creditCode
        self.language = language
        self.today = today
        self.shelf = shelf
    }

    /// Rows of one transaction.
    private static let batchLimit = 5_000

    public func run(into book: Book) async throws -> Outcome {
        let code = creditCode
        let found = try await book.database.read { try EnterpriseFacts.number(of: code, $0) }
        guard let enterprise = found else { throw NotFound.enterprise(code) }
        let (today, shelf) = (today, shelf)
        var trial: ResearchBatch?
        if isTrial {
            let kinds = try ResearchMeasures.kinds(shelf)
            trial = try await book.database.read {
                try ResearchBatch(of: enterprise, kinds: kinds, today: today, $0)
            }
        }
        var outcome = Outcome()
        for (table, path) in [(Table.projects, projects), (.vouchers, vouchers)] {
            guard let path else { continue }
            outcome.tables.append((table, try await bringIn(table, path, enterprise, &trial, book)))
        }
        if isTrial { return outcome }
        try await book.write(as: actor, "research.figures") { writing in
            try ResearchFigures.tell(enterprise, today: today, shelf, writing)
        }
        return outcome
    }

    private func bringIn(
        _ table: Table, _ path: String, _ enterprise: Int64, _ trial: inout ResearchBatch?, _ book: Book
    ) async throws -> FirmImport.Outcome {
        let reader = try TableReader(path: path, mapping: mapping?["research_\(table.rawValue)"])
        let rejectsPath = rejectsFolder.map { "\($0)/research-\(table.rawValue).\(reader.format.ending)" }
        if let rejectsPath, access(rejectsPath, F_OK) == 0, try !Rejects.isOne(rejectsPath) {
            throw TableRefusal.notARejectsFile(rejectsPath)
        }
        let rejects = rejectsPath.map { Rejects(path: $0, of: reader, language: language) }
        var outcome = try await rows(table, reader, rejects, enterprise, &trial, book)
        try rejects?.finish()
        if let rejectsPath {
            if outcome.counts.refused > 0 {
                outcome.rejects = rejectsPath
            } else if access(rejectsPath, F_OK) == 0 {
                unlink(rejectsPath)
            }
        }
        return outcome
    }

    private func rows(
        _ table: Table, _ reader: TableReader, _ rejects: Rejects?, _ enterprise: Int64,
        _ trial: inout ResearchBatch?, _ book: Book
    ) async throws -> FirmImport.Outcome {
        let columns = try reader.columns(required: table.required, optional: table.columns)
        var outcome = FirmImport.Outcome()
        var bar =
            showsProgress
            ? ProgressBar("research \(table.rawValue)", byteCount: reader.byteCount, language: language) : nil
        defer { bar?.finish() }
        while true {
            try Interruption.check()
            let items = try ResearchRows.read(table, reader, columns, limit: ResearchImport.batchLimit)
            guard !items.isEmpty else { return outcome }
            outcome.counts.read += items.count
            let fates: [ImportFate]
            if let batch = trial {
                (fates, trial) = try await book.database.read { try ResearchRows.look(at: items, batch, $0) }
            } else {
                fates = try await enter(items, enterprise, book)
            }
            for (item, fate) in zip(items, fates) {
                try outcome.take(fate, offset: item.offset, line: item.line, reader, rejects)
            }
            bar?.update(rows: outcome.counts.read, bytes: reader.bytesRead)
        }
    }

    private func enter(
        _ items: [ResearchRows.Item], _ enterprise: Int64, _ book: Book
    ) async throws -> [ImportFate] {
        let (today, shelf) = (today, shelf)
        return try await book.write(as: actor, "research.import") { writing in
            try ResearchRows.enter(items, enterprise, today, shelf, writing)
        }
    }
}

/// Rows of the two tables as they were read, and their entering.
enum ResearchRows {
    struct Item: Sendable {
        let offset: Int64
        let line: Int
        let content: Content
    }

    enum Content: Sendable {
        case project(ResearchProject?, [Sentence])
        case voucher(ResearchBatch.Item)
        /// The row itself has problems.
        case broken
    }

    static func read(
        _ table: ResearchImport.Table, _ reader: TableReader, _ columns: TableColumns, limit: Int
    ) throws -> [Item] {
        var items: [Item] = []
        while items.count < limit, let row = try reader.next() {
            var fields = FieldReader(row, columns)
            let content: Content =
                !row.problems.isEmpty ? .broken : table == .projects ? project(&fields) : voucher(&fields)
            items.append(Item(offset: row.offset, line: row.line, content: content))
        }
        return items
    }

    private static func project(_ fields: inout FieldReader) -> Content {
        let number = fields.text("number", limit: ResearchProject.numberLimit)
        let name = fields.text("name", limit: ResearchProject.nameLimit)
        let form = ResearchForm(named: fields.optionalText("form") ?? "")
        if form == nil {
            let words = ResearchForm.allCases
            fields.refuse(
                "form", zh: "应为以下之一：\(words.map(\.name.zh).joined(separator: "、"))",
                en: "must be one of \(words.map(\.rawValue).joined(separator: ", "))")
        }
        let (from, until) = (fields.day("from"), fields.optionalDay("until"))
        guard let form, fields.reasons.isEmpty else { return .project(nil, fields.reasons) }
        do throws(ResearchRefusal) {
            let project = try ResearchProject.planned(
                number: number, name: name, form: form, from: from, until: until)
            return .project(project, [])
        } catch {
            return .project(nil, [error.sentence])
        }
    }

    private static func voucher(_ fields: inout FieldReader) -> Content {
        let (day, amount) = (fields.day("day"), fields.money("amount"))
        return .voucher(
            ResearchBatch.Item(
                number: fields.optionalText("number") ?? "", day: day,
                project: fields.optionalText("project") ?? "", kind: fields.optionalText("kind") ?? "",
                amount: amount, words: fields.optionalText("words") ?? "", reasons: fields.reasons))
    }

    static func enter(
        _ items: [Item], _ enterprise: Int64, _ today: Day, _ shelf: PolicyShelf, _ writing: Writing
    ) throws -> [ImportFate] {
        var vouchers: [ResearchBatch.Item] = []
        for item in items { if case .voucher(let voucher) = item.content { vouchers.append(voucher) } }
        let kinds = try ResearchMeasures.kinds(shelf)
        var ofVouchers = try ResearchBatch.enter(
            vouchers, of: enterprise, kinds: kinds, today: today, writing
        )[...]
        return try items.map { item in
            switch item.content {
            case .broken: .refused([])
            case .voucher: ofVouchers.removeFirst()
            case .project(nil, let reasons): .refused(reasons)
            case .project(let project?, _): try register(project, enterprise, writing)
            }
        }
    }

    /// What would become of the rows, and what is known after them.
    static func look(
        at items: [Item], _ batch: ResearchBatch, _ connection: Connection
    ) throws -> ([ImportFate], ResearchBatch?) {
        var batch = batch
        let fates = try items.map { item -> ImportFate in
            switch item.content {
            case .broken: .refused([])
            case .project(nil, let reasons): .refused(reasons)
            case .project(let project?, _): try batch.suppose(project, connection)
            case .voucher(let voucher): try batch.look(at: [voucher], connection)[0]
            }
        }
        return (fates, batch)
    }

    private static func register(
        _ project: ResearchProject, _ enterprise: Int64, _ writing: Writing
    ) throws -> ImportFate {
        do {
            let isNew = try ResearchStore.register(project, of: enterprise, writing)
            return isNew ? .accepted : .alreadyThere
        } catch let refusal as ResearchRefusal {
            return .refused([refusal.sentence])
        }
    }
}

/// The tables to be filled in.
public enum ResearchTemplate {
    public static func bytes(_ table: ResearchImport.Table, _ format: TableFormat) throws -> [UInt8] {
        let kinds: [String: TableWriter.Kind] = ["from": .day, "until": .day, "day": .day, "amount": .money]
        let columns = table.columns.map { TableWriter.Column($0, kinds[$0] ?? .text) }
        return try TableBytes.write("research-\(table.rawValue)", format, columns) { _ in }
    }
}
