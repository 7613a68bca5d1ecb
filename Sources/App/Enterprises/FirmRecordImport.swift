public import Core
import Glibc
import Storage

/// Brings tables of what is registered one by one into the register: rights, certificates, platforms,
/// hosting, incidents, contacts, related parties. What is there already stays; refused rows go to a file that
/// can be mended and given again.
public struct FirmRecordImport: Sendable {
    public let table: Table
    public let path: String
    public let source: String
    /// Where refused rows go; nowhere when nil.
    public let rejectsFolder: String?
    public let language: Language
    /// The day for which it is told; that of the import when nil.
    public var day: Day?
    public var kind = FirmFactSource.Kind.agency
    public var actor = Actor.importer
    /// The credit code of the only firm that may be told of; any when nil.
    public var onlyFirm: String?

    /// What a row of the table is.
    public enum Table: String, CaseIterable, Sendable {
        case rights, qualifications, platforms, hosting, incidents, contacts, related

        public var columns: [String] {
            switch self {
            case .rights:
                ["credit_code", "kind", "number", "title", "obtained", "core", "granted_on", "ends_on"]
            case .qualifications: ["credit_code", "kind", "number", "granted_on", "ends_on"]
            case .platforms: ["name", "kind", "division"]
            case .hosting: ["credit_code", "platform", "from", "until"]
            case .incidents: ["credit_code", "kind", "on", "words"]
            case .contacts: ["credit_code", "person", "duty", "telephone", "mail", "until"]
            case .related: ["credit_code", "related_code"]
            }
        }

        /// Those that a table may leave out.
        fileprivate var optional: [String] {
            ["core", "ends_on", "until", "telephone", "mail"].filter(columns.contains)
        }
    }

    public init(
        _ table: Table, path: String, source: String, rejectsFolder: String?, language: Language
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
        case firm(creditCode: String, FirmRecordEntry)
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
        let rejectsPath = rejectsFolder.map { "\($0)/\(table.rawValue).\(reader.format.ending)" }
        if let rejectsPath, access(rejectsPath, F_OK) == 0, try !Rejects.isOne(rejectsPath) {
            throw TableRefusal.notARejectsFile(rejectsPath)
        }
        let rejects = rejectsPath.map { Rejects(path: $0, of: reader, language: language) }
        let required = table.columns.filter { !table.optional.contains($0) }
        let columns = try reader.columns(required: required, optional: table.optional)
        let source = try await addSource(book)
        var outcome = FirmImport.Outcome()
        while true {
            try Interruption.check()
            let items = try items(reader, columns)
            guard !items.isEmpty else { break }
            outcome.counts.read += items.count
            let fates = try await book.write(as: actor, "import.\(table.rawValue)") { writing in
                let origin = FirmRecordEntry.Origin(
                    source: source, day: day ?? Day(atShanghai: writing.at))
                return try items.map { try enter($0, origin, writing) }
            }
            for (item, fate) in zip(items, fates) {
                try outcome.take(fate, offset: item.offset, line: item.line, reader, rejects)
            }
        }
        try rejects?.finish()
        if let rejectsPath {
            if outcome.counts.refused > 0 { outcome.rejects = rejectsPath } else { unlink(rejectsPath) }
        }
        return outcome
    }

    /// The source, entered with a record of its own when it is new.
    private func addSource(_ book: Book) async throws -> FirmFactSource {
        let (name, kind) = (source, kind)
        return try await book.write(as: actor, "source.add") { writing in
            try FactSourceStore.findOrAdd(name, kind, writing)
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

    private func enter(
        _ item: Item, _ origin: FirmRecordEntry.Origin, _ writing: Writing
    ) throws -> ImportFate {
        switch item.record {
        case nil: return .refused(item.reasons)
        case .platform(let name, let kind, let division):
            let isNew = try FirmRecordStore.addPlatform(name, kind, division: division, writing)
            return isNew ? .accepted : .alreadyThere
        case .firm(let code, let entry):
            if let onlyFirm, onlyFirm != code { return .refused([FirmBatch.otherFirm]) }
            guard let number = try EnterpriseFacts.number(of: code, writing.connection) else {
                return .refused([NotFound.enterprise(code).sentence])
            }
            do {
                return try entry.enter(of: number, from: origin, writing) ? .accepted : .alreadyThere
            } catch let refusal as RegisterRefusal {
                return .refused([refusal.sentence])
            } catch let refusal as NotFound {
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
        return entry(&fields).map { .firm(creditCode: code, $0) }
    }

    private func entry(_ fields: inout FieldReader) -> FirmRecordEntry? {
        switch table {
        case .rights: return right(&fields).map { .right($0) }
        case .qualifications: return certificate(&fields).map { .qualification($0) }
        case .hosting:
            let (platform, from) = (fields.text("platform"), fields.day("from"))
            let until = end("until", after: from, &fields)
            return .hosting(Hosting(platform: platform, from: from, until: until))
        case .incidents: return incident(&fields).map { .incident($0) }
        case .contacts: return contact(&fields).map { .contact($0) }
        case .related, .platforms:
            do { return .related(try CreditCode(fields.text("related_code", limit: 18))) } catch {
                fields.refuse(error)
                return nil
            }
        }
    }

    private func contact(_ fields: inout FieldReader) -> FirmContact? {
        let person = fields.text("person", limit: FirmContact.wordLimit)
        let duty = fields.text("duty", limit: FirmContact.wordLimit)
        let until = fields.optionalDay("until")
        let (telephone, mail) = (fields.optionalText("telephone") ?? "", fields.optionalText("mail") ?? "")
        let faults = FirmContact.faults(telephone: telephone, mail: mail)
        for fault in faults { fields.refuse(fault) }
        guard faults.isEmpty else { return nil }
        return FirmContact.restored(
            person: person, duty: duty, telephone: telephone, mail: mail, until: until)
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
