import Core
import Storage

/// The text of an exported ledger, written into bytes: a header with all accounts, then the entries.
enum LedgerText {
    // MARK: Header

    static func header(_ format: LedgerExport.Format, _ names: LedgerNames) -> [UInt8] {
        var lines: [String]
        switch format {
        case .hledger, .ledger:
            lines = [
                "; Cassia: the consolidated ledger, in yuan", "commodity CNY", "    format 1000.00 CNY",
                "tag guarantee", "tag reference", "tag reverses", "",
            ]
            for account in names.accounts {
                lines += ["; \(oneLine(account.institution))", "account \(account.name)"]
            }
        case .beancount:
            lines = [
                "; Cassia: the consolidated ledger, in yuan", "option \"title\" \"Cassia\"",
                "option \"operating_currency\" \"CNY\"", "1900-01-01 commodity CNY",
            ]
            for account in names.accounts {
                lines += [
                    "1900-01-01 open \(account.name) CNY",
                    "  institution: \"\(quotable(account.institution))\"",
                ]
            }
        case .csv:
            return Array("entry,on,kind,guarantee_no,reference,reverses,account,amount_yuan\n".utf8)
        }
        return Array((lines.joined(separator: "\n") + "\n\n").utf8)
    }

    private static func oneLine(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
    }

    private static func quotable(_ text: String) -> String {
        oneLine(text).map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
    }

    // MARK: Entries

    static func entries(
        _ numbers: ClosedRange<Int64>, _ export: LedgerExport, _ names: LedgerNames, _ connection: Connection
    ) throws -> [UInt8] {
        let postings = try PostingRange(numbers, connection)
        let sql = SQL(
            """
            SELECT e.id, e.on_day, e.kind, g.number, e.reference, e.reverses, e.amount
            FROM entry e LEFT JOIN guarantee g ON g.id = e.guarantee_id
            WHERE e.id BETWEEN ? AND ? AND e.on_day BETWEEN ? AND ? ORDER BY e.id
            """,
            [
                .int(numbers.lowerBound), .int(numbers.upperBound), .int(Int64(export.from?.number ?? .min)),
                .int(Int64(export.to?.number ?? .max)),
            ])
        let bytes = ByteScratch()
        try connection.forEach(sql) { row in
            let places = postings.places(of: row.int(0))
            switch export.format {
            case .csv: bytes.append(csv: row, postings, places, names)
            case .hledger, .ledger: bytes.append(journal: row, postings, places, names)
            case .beancount: bytes.append(beancount: row, postings, places, names)
            }
        }
        return Array(UnsafeBufferPointer(start: bytes.base, count: bytes.count))
    }
}

extension ByteScratch {
    // MARK: hledger and ledger

    /// `2016-01-04 * (12) disbursed`, its tags, and its postings.
    fileprivate func append(
        journal row: borrowing Storage.Row, _ postings: PostingRange, _ places: Range<Int>,
        _ names: LedgerNames
    ) {
        guard !places.isEmpty else { return append(comment: row) }
        append(day: row.day(1))
        append(" * (")
        append(integer: row.int(0))
        append(") ")
        row.withBytes(2) { append($0) }
        row.withBytes(3) { if !$0.isEmpty { append(tag: "\n    ; guarantee: ", $0) } }
        row.withBytes(4) { if !$0.isEmpty { append(tag: "\n    ; reference: ", $0) } }
        if let reverses = row.optionalInt(5) {
            append("\n    ; reverses: ")
            append(integer: reverses)
        }
        append(postings, places, names)
    }

    /// Brackets would be read as dates by ledger, and control characters end a line.
    private func append(tag name: StaticString, _ value: UnsafeBufferPointer<UInt8>) {
        append(name)
        for byte in value {
            switch byte {
            case 0..<0x20: append(UInt8(ascii: " "))
            case UInt8(ascii: "["): append(UInt8(ascii: "("))
            case UInt8(ascii: "]"): append(UInt8(ascii: ")"))
            default: append(byte)
            }
        }
    }

    private func append(_ postings: PostingRange, _ places: Range<Int>, _ names: LedgerNames) {
        for place in places {
            append("\n    ")
            names.append(postings.accounts[place], to: self)
            append("  ")
            append(money: postings.amounts[place])
            append(" CNY")
        }
        append("\n\n")
    }

    /// An entry that moves nothing.
    private func append(comment row: borrowing Storage.Row) {
        append("; ")
        append(day: row.day(1))
        append(" ")
        row.withBytes(2) { append($0) }
        append(" ")
        append(money: row.int(6))
        append(", entry ")
        append(integer: row.int(0))
        append("\n\n")
    }

    // MARK: beancount

    fileprivate func append(
        beancount row: borrowing Storage.Row, _ postings: PostingRange, _ places: Range<Int>,
        _ names: LedgerNames
    ) {
        guard !places.isEmpty else { return append(comment: row) }
        append(day: row.day(1))
        append(" * \"")
        row.withBytes(2) { append($0) }
        append("\"\n  entry: ")
        append(integer: row.int(0))
        row.withBytes(3) { if !$0.isEmpty { append(quoted: "\n  guarantee: \"", $0) } }
        row.withBytes(4) { if !$0.isEmpty { append(quoted: "\n  reference: \"", $0) } }
        if let reverses = row.optionalInt(5) {
            append("\n  reverses: ")
            append(integer: reverses)
        }
        append(postings, places, names)
    }

    private func append(quoted name: StaticString, _ value: UnsafeBufferPointer<UInt8>) {
        append(name)
        for byte in value {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { append(UInt8(ascii: "\\")) }
            append(byte < 0x20 ? UInt8(ascii: " ") : byte)
        }
        append(UInt8(ascii: "\""))
    }

    // MARK: CSV

    /// A line for each posting.
    fileprivate func append(
        csv row: borrowing Storage.Row, _ postings: PostingRange, _ places: Range<Int>, _ names: LedgerNames
    ) {
        for place in places {
            append(integer: row.int(0))
            append(",")
            append(day: row.day(1))
            append(",")
            row.withBytes(2) { append($0) }
            append(",")
            row.withBytes(3) { append(field: $0) }
            append(",")
            row.withBytes(4) { append(field: $0) }
            append(",")
            if let reverses = row.optionalInt(5) { append(integer: reverses) }
            append(",")
            names.append(postings.accounts[place], to: self)
            append(",")
            append(money: postings.amounts[place])
            append("\n")
        }
    }

    /// In quotes where it needs them.
    private func append(field value: UnsafeBufferPointer<UInt8>) {
        let isPlain = value.allSatisfy {
            $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"") && $0 >= 0x20
        }
        if isPlain { return append(value) }
        append(UInt8(ascii: "\""))
        for byte in value {
            if byte == UInt8(ascii: "\"") { append(byte) }
            append(byte)
        }
        append(UInt8(ascii: "\""))
    }
}
