public import Core
import Glibc
import Storage

/// Brings tables of what is registered one by one into the register: rights, certificates, platforms,
/// hosting, incidents. What is there already stays; refused rows go to a file that can be mended and given
/// again.
public struct FirmRecordImport: Sendable {
    public let table: Table
    public let path: String
    public let source: String
    public let rejectsFolder: String
    public let language: Language

    /// What a row of the table is.
    public enum Table: String, CaseIterable, Sendable {
        case rights, qualifications, platforms, hosting, incidents

        public var columns: [String] {
            switch self {
            case .rights:
                ["credit_code", "kind", "number", "title", "obtained", "core", "granted_on", "ends_on"]
            case .qualifications: ["credit_code", "kind", "number", "granted_on", "ends_on"]
            case .platforms: ["name", "kind", "division"]
            case .hosting: ["credit_code", "platform", "from", "until"]
            case .incidents: ["credit_code", "kind", "on", "words"]
            }
        }

        /// Those that a table may leave out.
        fileprivate var optional: [String] { ["core", "ends_on", "until"].filter(columns.contains) }
    }

    public init(
        _ table: Table, path: String, source: String, rejectsFolder: String, language: Language
    ) {
        self.table = table
        self.path = path
        self.source = source
        self.rejectsFolder = rejectsFolder
        self.language = language
    }

    /// Rows of one transaction.
    private static let batchLimit = 1_000

    fileprivate enum Record: Sendable {
        case firm(creditCode: String, FirmRecords)
        case platform(name: String, PlatformKind, division: String)
    }

    private struct Item: Sendable {
        let offset: Int64
        let line: Int
        let record: Record?
        let reasons: [Sentence]
    }

    public func run(into book: Book) async throws -> FirmImport.Outcome {
        let reader = try TableReader(path: path)
        let rejectsPath = "\(rejectsFolder)/\(table.rawValue).\(reader.format.ending)"
        if access(rejectsPath, F_OK) == 0, try !Rejects.isOne(rejectsPath) {
            throw TableRefusal.notARejectsFile(rejectsPath)
        }
        let rejects = Rejects(path: rejectsPath, of: reader, language: language)
        let required = table.columns.filter { !table.optional.contains($0) }
        let columns = try reader.columns(required: required, optional: table.optional)
        let origin = try await origin(book)
        var outcome = FirmImport.Outcome()
        while true {
            try Interruption.check()
            let items = try items(reader, columns)
            guard !items.isEmpty else { break }
            outcome.counts.read += items.count
            let fates = try await book.write(as: .importer, "import.\(table.rawValue)") { writing in
                try items.map { try FirmRecordImport.enter($0, origin, writing) }
            }
            for (item, fate) in zip(items, fates) {
                switch fate {
                case .accepted: outcome.counts.accepted += 1
                case .alreadyThere: outcome.counts.alreadyThere += 1
                case .refused(let reasons):
                    outcome.counts.refused += 1
                    try rejects.add(try reader.row(at: item.offset, line: item.line), reasons: reasons)
                }
            }
        }
        try rejects.finish()
        if outcome.counts.refused > 0 { outcome.rejects = rejectsPath } else { unlink(rejectsPath) }
        return outcome
    }

    /// The source, entered with a record of its own when it is new.
    private func origin(_ book: Book) async throws -> FirmFactSource {
        let name = source
        return try await book.write(as: .importer, "source.add") { writing in
            if let known = try FactSourceStore.find(name, writing.connection) { return known }
            let source = try FactSourceStore.findOrAdd(name, .agency, writing)
            var after = JSONText()
            after.add("name", name)
            try writing.record("source/\(source.number)", after: after.text)
            return source
        }
    }

    private func items(_ reader: TableReader, _ columns: TableColumns) throws -> [Item] {
        var items: [Item] = []
        while items.count < FirmRecordImport.batchLimit, let row = try reader.next() {
            var fields = FieldReader(row, columns)
            let record = row.problems.isEmpty ? self.record(&fields) : nil
            items.append(
                Item(
                    offset: row.offset, line: row.line, record: fields.reasons.isEmpty ? record : nil,
                    reasons: fields.reasons))
        }
        return items
    }

    private static func enter(
        _ item: Item, _ source: FirmFactSource, _ writing: Writing
    ) throws -> ImportFate {
        switch item.record {
        case nil: return .refused(item.reasons)
        case .platform(let name, let kind, let division):
            let isNew = try FirmRecordStore.addPlatform(name, kind, division: division, writing)
            return isNew ? .accepted : .alreadyThere
        case .firm(let code, let records):
            guard let number = try EnterpriseFacts.number(of: code, writing.connection) else {
                return .refused([NotFound.enterprise(code).sentence])
            }
            do {
                let count = try FirmRecordStore.add(records, to: number, from: source, writing)
                return count > 0 ? .accepted : .alreadyThere
            } catch let refusal as RegisterRefusal {
                return .refused([refusal.sentence])
            }
        }
    }
}

/// Reading a row of each table.
extension FirmRecordImport {
    private func record(_ fields: inout FieldReader) -> Record? {
        if table == .platforms { return platform(&fields) }
        var code = fields.text("credit_code", limit: 18)
        do { code = try CreditCode(code).description } catch { fields.refuse(error) }
        var records = FirmRecords()
        switch table {
        case .rights: right(&fields).map { records.rights = [$0] }
        case .qualifications: certificate(&fields).map { records.qualifications = [$0] }
        case .hosting:
            let (platform, from) = (fields.text("platform"), fields.day("from"))
            let until = end("until", after: from, &fields)
            records.hostings = [Hosting(platform: platform, from: from, until: until)]
        case .incidents, .platforms: incident(&fields).map { records.incidents = [$0] }
        }
        return .firm(creditCode: code, records)
    }

    private func platform(_ fields: inout FieldReader) -> Record? {
        let (name, division) = (fields.text("name"), fields.text("division", limit: 6))
        if Division.Code(division) == nil {
            fields.refuse("division", zh: "应为六位行政区划代码", en: "must be a division code of six digits")
        }
        return fields.word("kind", PlatformKind.self).map { .platform(name: name, $0, division: division) }
    }

    private func right(_ fields: inout FieldReader) -> IPRight? {
        let kind = fields.word("kind", IPRight.Kind.self)
        let obtained = fields.word("obtained", IPRight.Way.self)
        let (number, title) = (fields.text("number", limit: 100), fields.text("title"))
        let isCore = fields.flag("core")
        let from = fields.day("granted_on")
        let until = end("ends_on", after: from, &fields)
        guard let kind, let obtained else { return nil }
        return IPRight(
            kind: kind, number: number, title: title, obtained: obtained, isCore: isCore, grantedOn: from,
            endsOn: until)
    }

    private func certificate(_ fields: inout FieldReader) -> Qualification? {
        let kind = fields.word("kind", Qualification.Kind.self)
        let number = fields.text("number", limit: 100)
        let from = fields.day("granted_on")
        let until = end("ends_on", after: from, &fields)
        return kind.map { Qualification(kind: $0, number: number, grantedOn: from, endsOn: until) }
    }

    private func incident(_ fields: inout FieldReader) -> Incident? {
        let kind = fields.word("kind", Incident.Kind.self)
        let (day, words) = (fields.day("on"), fields.text("words"))
        return kind.map { Incident(kind: $0, day: day, text: words) }
    }

    private func end(_ name: String, after first: Day, _ fields: inout FieldReader) -> Day? {
        guard let day = fields.optionalDay(name) else { return nil }
        if day < first { fields.refuse(name, zh: "早于起始日", en: "is before the first day") }
        return day
    }
}
