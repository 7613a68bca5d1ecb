import Core
import Storage

/// The guarantees that a range of the audit log has entered in the book, compared with their rows.
struct CreatedGuarantees: Sendable {
    private struct Record: Sendable {
        let guarantee: Int64
        let number: Int64
        let isApplication: Bool
        let after: Range<Int>
    }

    private var records: [Record] = []
    private var texts: [UInt8] = []
    /// How many of them have a row.
    private(set) var found: Int64 = 0
    private(set) var runs = NumberRuns()
    private(set) var nameDoubts: [NameDoubt] = []

    mutating func append(
        _ guarantee: Int64, record: Int64, isApplication: Bool, after: UnsafeBufferPointer<UInt8>
    ) {
        let start = texts.count
        texts.append(contentsOf: after)
        records.append(
            Record(
                guarantee: guarantee, number: record, isApplication: isApplication, after: start..<texts.count
            ))
        runs.append(guarantee)
    }

    /// Reads the rows and lets go of the texts.
    mutating func compare(with connection: Connection, _ findings: inout [Finding]) throws {
        guard !records.isEmpty else { return }
        records.sort { $0.guarantee < $1.guarantee }
        let numbers = records[0].guarantee...records[records.count - 1].guarantee
        var next = 0
        var json = JSONText()
        var doubtful: [(record: Record, enterprise: Int64)] = []
        try connection.forEach(GuaranteeText.rows(numbers)) { row in
            let guarantee = row.int(0)
            while next < records.count, records[next].guarantee < guarantee { missing(&next, &findings) }
            guard next < records.count, records[next].guarantee == guarantee else { return }
            let record = records[next]
            next += 1
            found += 1
            json.removeAll()
            GuaranteeText(row).write(to: &json, state: record.isApplication ? "applied" : "filed")
            let isSame = texts[record.after].withUnsafeBufferPointer { json.equals($0) }
            if isSame { return }
            if NamelessText.areEqual(json.utf8[...], texts[record.after]) {
                doubtful.append((record, row.int(23)))
            } else {
                findings.append(.rowDiffers("guarantee/\(guarantee)", record: record.number))
            }
        }
        while next < records.count { missing(&next, &findings) }
        try checkNames(doubtful, connection)
        records = []
        texts = []
    }

    private func missing(_ next: inout Int, _ findings: inout [Finding]) {
        findings.append(.rowMissing("guarantee/\(records[next].guarantee)", record: records[next].number))
        next += 1
    }

    /// A later guarantee may name the firm otherwise; the first one gave the name that stays.
    private mutating func checkNames(
        _ doubtful: [(record: Record, enterprise: Int64)], _ connection: Connection
    ) throws {
        for (record, enterprise) in doubtful {
            let sql = SQL("SELECT MIN(id) FROM guarantee WHERE enterprise_id = ?", [.int(enterprise)])
            let first = try connection.first(sql) { $0.optionalInt(0) } ?? nil
            if first == record.guarantee {
                nameDoubts.append(NameDoubt(enterprise: enterprise, record: record.number))
            }
        }
    }
}

/// Comparing two records of a guarantee but for the name of the firm.
private enum NamelessText {
    static func areEqual(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
        guard let leftName = name(in: left), let rightName = name(in: right) else { return false }
        return left[..<leftName.lowerBound] == right[..<rightName.lowerBound]
            && left[leftName.upperBound...] == right[rightName.upperBound...]
    }

    /// Where the value of `name` stands.
    private static func name(in text: ArraySlice<UInt8>) -> Range<Int>? {
        let key = Array("\"name\":\"".utf8)
        var start = text.startIndex
        while start + key.count <= text.endIndex, !text[start..<start + key.count].elementsEqual(key) {
            start += 1
        }
        start += key.count
        var end = start
        while end < text.endIndex, text[end] != UInt8(ascii: "\"") {
            end += text[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        return end < text.endIndex ? start..<end : nil
    }
}

/// Numbers as runs of neighbours: those of a sound book are one run, however many.
struct NumberRuns: Sendable {
    private var runs: [ClosedRange<Int64>] = []

    mutating func append(_ number: Int64) { append(number...number) }

    mutating func append(_ more: NumberRuns) {
        for run in more.runs { append(run) }
    }

    private mutating func append(_ run: ClosedRange<Int64>) {
        if let last = runs.last, last.upperBound + 1 == run.lowerBound {
            runs[runs.count - 1] = last.lowerBound...run.upperBound
        } else {
            runs.append(run)
        }
    }

    /// In rising order, those less than `gap` apart made one.
    func joined(gap: Int64) -> [ClosedRange<Int64>] {
        var joined: [ClosedRange<Int64>] = []
        for run in sorted() {
            if let last = joined.last, run.lowerBound < last.upperBound + gap {
                joined[joined.count - 1] = last.lowerBound...max(last.upperBound, run.upperBound)
            } else {
                joined.append(run)
            }
        }
        return joined
    }

    func sorted() -> [ClosedRange<Int64>] { runs.sorted { $0.lowerBound < $1.lowerBound } }
}
