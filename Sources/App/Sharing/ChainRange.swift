import Core
import Crypto
import Storage

/// A range of the audit log with its entries and postings, checked link by link.
struct ChainRange: Sendable {
    private(set) var records: Int64 = 0
    private(set) var entries: Int64 = 0
    private(set) var postings: Int64 = 0
    /// What the postings add up to, by account.
    private(set) var sums: [Int64: Int64] = [:]
    private(set) var findings: [Finding] = []
    /// The hash of the last record.
    private(set) var head: [UInt8] = []
    private(set) var created = CreatedGuarantees()
    private(set) var registered: [RegisteredRecord] = []
    private(set) var firms = RegisteredFirms()
    private(set) var desk = DeskRecords()
    private(set) var seals = SealedRecords()
    private(set) var firmRecords = FirmRecordRange()
    private(set) var states: [StepStates.Change] = []
    /// The records that are to be found by their subject.
    private(set) var subjects = OrderlessSum()

    /// What was recorded of an agreement, an institution, a controller or related parties.
    struct RegisteredRecord: Sendable {
        let number: Int64
        let subject: String
        let action: String
        let after: [UInt8]
    }

    /// Checks the records of a range, all of which were there when the verification began.
    static func check(_ numbers: ClosedRange<Int64>, _ connection: Connection) throws -> ChainRange {
        var range = ChainRange()
        let entries = try range.readEntries(numbers, connection)
        try range.walk(numbers, entries, connection)
        try range.created.compare(with: connection, &range.findings)
        try range.firmRecords.compare(numbers, connection, &range.findings)
        return range
    }
}

/// The canonical bytes of the entries of a range, one after the other.
private struct EntryBytes {
    let first: Int64
    let scratch = CanonicalScratch()
    private var bounds: [(start: Int, end: Int, isOfGuarantee: Bool)]

    init(_ numbers: ClosedRange<Int64>) {
        first = numbers.lowerBound
        bounds = Array(repeating: (0, 0, false), count: numbers.count)
    }

    /// Takes what was appended since a place as the bytes of an entry.
    mutating func close(_ entry: Int64, from start: Int, isOfGuarantee: Bool) {
        bounds[Int(entry - first)] = (start, scratch.count, isOfGuarantee)
    }

    subscript(entry: Int64) -> UnsafeBufferPointer<UInt8>? {
        let (start, end, _) = bounds[Int(entry - first)]
        return end > start ? scratch[start..<end] : nil
    }

    func isOfGuarantee(_ entry: Int64) -> Bool { bounds[Int(entry - first)].isOfGuarantee }
}

extension ChainRange {
    // MARK: Entries

    private mutating func readEntries(_ numbers: ClosedRange<Int64>, _ connection: Connection) throws
        -> EntryBytes
    {
        let posted = try PostingRange(numbers, connection)
        postings = Int64(posted.accounts.count)
        for (account, amount) in zip(posted.accounts, posted.amounts) { sums[account, default: 0] &+= amount }
        var bytes = EntryBytes(numbers)
        let rows = SQL(
            "entry WHERE id BETWEEN ? AND ?", [.int(numbers.lowerBound), .int(numbers.upperBound)])
        try connection.scan(
            """
            id, on_day, kind, guarantee_id, amount, interest, principal, loss, until_day, reference, reverses
            """, from: rows
        ) { row in
            let number = row.int(0)
            let start = bytes.scratch.count
            bytes.scratch.append(entry: row)
            append(posted, of: number, to: bytes.scratch)
            bytes.close(number, from: start, isOfGuarantee: !row.isNull(3))
            entries += 1
        }
        for number in numbers where bytes[number] == nil && !posted.places(of: number).isEmpty {
            findings.append(.postingWithoutEntry(number))
        }
        return bytes
    }

    private mutating func append(_ posted: PostingRange, of entry: Int64, to scratch: CanonicalScratch) {
        let places = posted.places(of: entry)
        scratch.append(Int64(places.count))
        var sum: Int64 = 0
        for place in places {
            scratch.append(posted.accounts[place])
            scratch.append(posted.amounts[place])
            sum &+= posted.amounts[place]
        }
        if sum != 0 { findings.append(.entryUnbalanced(entry, Fen(sum))) }
    }

    // MARK: Records

    private mutating func walk(
        _ numbers: ClosedRange<Int64>, _ entries: EntryBytes, _ connection: Connection
    ) throws {
        head = try hash(of: numbers.lowerBound - 1, connection)
        var expected = numbers.lowerBound
        let scratch = CanonicalScratch()
        let sql = SQL(
            """
            SELECT id, at, actor, action, subject, reason, before, after, hash
            FROM audit WHERE id BETWEEN ? AND ? ORDER BY id
            """, [.int(numbers.lowerBound), .int(numbers.upperBound)])
        try connection.forEach(sql) { row in
            let number = row.int(0)
            missing(from: expected, before: number, entries)
            expected = number + 1
            records += 1
            scratch.removeAll()
            head.withUnsafeBufferPointer { scratch.append(raw: $0) }
            scratch.append(record: row)
            let entry = entries[number]
            scratch.append(entry == nil ? 0 : 1)
            if let entry { scratch.append(raw: entry) }
            check(scratch, row)
            if !entries.isOfGuarantee(number) { row.withBytes(4) { subjects.add($0, number) } }
            try note(row, hasEntry: entry != nil, connection)
        }
        missing(from: expected, before: numbers.upperBound + 1, entries)
    }

    private func hash(of number: Int64, _ connection: Connection) throws -> [UInt8] {
        guard number > 0 else { return AuditRecord.genesis }
        let sql = SQL("SELECT hash FROM audit WHERE id = ?", [.int(number)])
        return try connection.first(sql) { $0.bytes(0) } ?? []
    }

    private mutating func missing(from first: Int64, before next: Int64, _ entries: EntryBytes) {
        guard first < next else { return }
        findings.append(.recordsMissing(first, next - 1))
        for number in first..<next where entries[number] != nil {
            findings.append(.entryWithoutRecord(number))
        }
    }

    /// Compares the hash and makes it the one before the next record.
    private mutating func check(_ scratch: CanonicalScratch, _ row: borrowing Storage.Row) {
        let hash = scratch.hash
        row.withBytes(8) { stored in
            head.removeAll(keepingCapacity: true)
            head.append(contentsOf: stored)
            guard !hash.elementsEqual(stored) else { return }
            findings.append(.hashWrong(row.int(0), action: row.text(3), subject: row.text(4)))
        }
    }

    private static let registers = [
        "agreement/", "institution/", "controller/", "related_party/", "monthly_entry/", "fact_source/",
        ResearchStore.projectPrefix, ResearchStore.vouchersPrefix,
    ]

    private static let desks = ["application/", "document/", "notice/", "decision/"]

    /// Keeps what a record says of a guarantee, an agreement, an institution or firms.
    private mutating func note(
        _ row: borrowing Storage.Row, hasEntry: Bool, _ connection: Connection
    ) throws {
        if let guarantee = row.withBytes(4, StepStates.guaranteeNumber) {
            let action = hasEntry ? "" : row.text(3)
            if action == "guarantee.apply" || action == "guarantee.bring_in" {
                row.withBytes(7) {
                    created.append(
                        guarantee, record: row.int(0), isApplication: action == "guarantee.apply", after: $0)
                }
            }
            if let change = StepStates.change(of: guarantee, row, action: action) { states.append(change) }
        } else if !hasEntry {
            let subject = row.text(4)
            if subject.hasPrefix("enterprise/") {
                let (number, after) = (subject.dropFirst("enterprise/".count), row.bytes(7))
                try after.withUnsafeBufferPointer {
                    try firms.take(number, record: row.int(0), after: $0, connection, &findings)
                }
            }
            row.withBytes(7) {
                seals.take(row.int(0), subject: subject, after: $0)
                firmRecords.take(row.int(0), subject: subject, after: $0)
            }
            let isRegister = ChainRange.registers.contains(where: subject.hasPrefix)
            guard isRegister || ChainRange.desks.contains(where: subject.hasPrefix) else { return }
            let record = RegisteredRecord(
                number: row.int(0), subject: subject, action: row.text(3), after: row.bytes(7))
            if isRegister { registered.append(record) } else { desk.take(record) }
        }
    }
}
