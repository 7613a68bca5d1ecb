import Core
import Storage

/// Puts rows of firms into the register in one transaction: new firms are registered, what a source tells
/// anew is added beside what it told before, and what it has told already stays as it is.
struct FirmBatch {
    /// A row of a batch: what it tells, or reasons against it.
    struct Item: Sendable {
        let offset: Int64
        let line: Int
        let row: FirmRow?
        let reasons: [Sentence]
    }

    /// Who tells it, and for which day.
    struct Origin: Sendable {
        let source: String
        let kind: FirmFactSource.Kind
        let day: Day
        /// The only firm that may be told of; any when nil.
        var onlyFirm: String?
    }

    private struct Firm {
        let number: Int64
        let creditCode: String
        let name: String
        let isNew: Bool
        var statements: [FirmStatement]
        var fresh: [FirmStatement] = []
    }

    private let origin: Origin
    private let source: FirmFactSource
    private let isSourceNew: Bool
    private let writing: Writing
    private var firms: [String: Firm]
    /// In the order in which they came.
    private var touched: [String] = []
    private var place: Int64 = 0

    /// Enters the items and says what became of each.
    static func enter(_ items: [Item], from origin: Origin, _ writing: Writing) throws -> [ImportFate] {
        guard items.contains(where: { $0.row != nil }) else { return items.map { .refused($0.reasons) } }
        var batch = try FirmBatch(items.compactMap(\.row), origin, writing)
        let fates = try items.map { item in
            guard let row = item.row else { return ImportFate.refused(item.reasons) }
            return try batch.take(row)
        }
        try batch.store()
        return fates
    }

    private init(_ rows: [FirmRow], _ origin: Origin, _ writing: Writing) throws {
        self.origin = origin
        self.writing = writing
        let known = try FactSourceStore.find(origin.source, writing.connection)
        isSourceNew = known == nil
        source =
            try known
            ?? FirmFactSource(
                number: writing.scope.nextNumber(of: .factSource), name: origin.source, kind: origin.kind)
        firms = try FirmBatch.known(Array(Set(rows.map(\.creditCode))), writing.connection)
    }

    private static func known(_ codes: [String], _ connection: Connection) throws -> [String: Firm] {
        var rows: [(number: Int64, code: String, name: String)] = []
        for start in stride(from: 0, to: codes.count, by: StatementStore.manyKeys) {
            let part = codes[start..<min(start + StatementStore.manyKeys, codes.count)]
            let marks = Array(repeating: "?", count: part.count).joined(separator: ", ")
            let sql = SQL(
                composing: "SELECT id, credit_code, name FROM enterprise WHERE credit_code IN (\(marks))",
                part.map { .text($0) })
            rows += try connection.all(sql) { ($0.int(0), $0.text(1), $0.text(2)) }
        }
        let statements = try StatementStore.all(of: rows.map(\.number).sorted(), connection)
        return Dictionary(
            uniqueKeysWithValues: rows.map { row in
                let told = statements[row.number] ?? []
                return (
                    row.code,
                    Firm(
                        number: row.number, creditCode: row.code, name: row.name, isNew: false,
                        statements: told)
                )
            })
    }

    private mutating func take(_ row: FirmRow) throws -> ImportFate {
        if let only = origin.onlyFirm, only != row.creditCode {
            return .refused([FirmBatch.otherFirm])
        }
        var firm = try firms[row.creditCode] ?? newFirm(row)
        let statement = FirmStatement(
            source: source, day: origin.day, toldIn: .max, place: place, lastYear: origin.day.year - 1,
            values: row.values, otherName: row.name == firm.name ? nil : row.name)
        let hasNews = FirmBatch.hasNews(statement, firm.statements)
        if hasNews {
            firm.statements.append(statement)
            firm.fresh.append(statement)
            place += 1
        }
        let isNew = firms[row.creditCode] == nil
        if isNew || (hasNews && !firm.isNew && firm.fresh.count == 1) { touched.append(row.creditCode) }
        firms[row.creditCode] = firm
        return isNew || hasNews ? .accepted : .alreadyThere
    }

    private func newFirm(_ row: FirmRow) throws -> Firm {
        let number = try writing.scope.nextNumber(of: .enterprise)
        writing.scope.took(number, of: .enterprise)
        return Firm(
            number: number, creditCode: row.creditCode, name: row.name, isNew: true, statements: [])
    }

    /// Whether the same source has not told all of it already.
    static func hasNews(_ statement: FirmStatement, _ told: [FirmStatement]) -> Bool {
        let own = told.filter { $0.source == statement.source }
        if let name = statement.otherName, own.last(where: { $0.otherName != nil })?.otherName != name {
            return true
        }
        // Two rows of one day that differ are both told once, however often their file is given.
        let isRepeated = own.contains {
            $0.day == statement.day && $0.lastYear == statement.lastYear && $0.values == statement.values
                && $0.otherName == statement.otherName
        }
        if isRepeated { return false }
        return FirmFact.all.contains { fact in
            guard let value = statement.values[fact.place] else { return false }
            return own.told(fact, on: statement.day, lastYear: statement.lastYear).first?.value != value
        }
    }

    /// One record for what the batch tells, and one for each firm that is new.
    private func store() throws {
        let changed = touched.compactMap { firms[$0] }
        guard !changed.isEmpty else { return }
        try EnterpriseStore.registerAll(
            changed.filter(\.isNew).map { ($0.number, $0.creditCode, $0.name) }, writing)
        let fresh = changed.flatMap { firm in firm.fresh.map { (firm: firm.number, statement: $0) } }
            .sorted { $0.statement.place < $1.statement.place }
        if !fresh.isEmpty {
            if isSourceNew { try FactSourceStore.add(source, writing) }
            var bytes: [UInt8] = []
            for (firm, statement) in fresh {
                StatementStore.appendCanonicalBytes(of: statement, enterprise: firm, to: &bytes)
            }
            let told = StatementStore.told(
                source.name, origin.day, statements: Int64(fresh.count),
                digest: AuditChain.hash(bytes, after: []))
            let record = try writing.record(
                "fact_source/\(source.number)", action: "enterprise.tell", after: told.text)
            for (firm, statement) in fresh {
                try StatementStore.insert(statement, of: firm, toldIn: record, writing.connection)
            }
        }
        for firm in changed {
            try FirmProfile(name: firm.name, creditCode: firm.creditCode, firm.statements)
                .write(of: firm.number, writing.connection)
        }
    }

    static let otherFirm = Sentence(
        zh: "企业只能报送本企业的信息；请删除其他企业的行。",
        en: "A firm tells of itself only; take the rows of other firms out.")
}
