import Core
import Storage

/// Contacts of firms in the database. The newest that a source tells of a person and duty stands for it;
/// what it told before stays, marked as replaced.
///
/// Numbers and addresses are in this table alone, sealed with the book's key; masked ones stand beside them.
/// The audit log has a digest of each row over a random salt beside it, so that a change is seen and nobody
/// finds a number by trying.
enum FirmContactStore {
    /// One that stands.
    struct Stored: Sendable {
        let number: Int64
        let contact: FirmContact
        let source: String
        let day: Day
        /// False where the key is not at hand: numbers and addresses are masked then.
        let isReadable: Bool
    }

    static let prefix = "contact/"

    /// Those that stand, by person and duty, the newest first.
    static func standing(
        of enterprise: Int64, _ keys: FieldKeyFile, _ connection: Connection
    ) throws -> [Stored] {
        let sql = SQL(
            """
            SELECT c.id, c.person, c.duty, c.telephone, c.mail, c.until_day, f.name, c.on_day,
                c.telephone_masked, c.mail_masked
            FROM contact c JOIN fact_source f ON f.id = c.source_id
            WHERE c.enterprise_id = ? AND c.replaced_in IS NULL
            ORDER BY c.person, c.duty, c.on_day DESC, c.id DESC
            """, [.int(enterprise)])
        return try connection.all(sql) { row in
            let (telephone, mail) = try (
                opened(row.text(3), keys), opened(row.text(4), keys)
            )
            return Stored(
                number: row.int(0),
                contact: .restored(
                    person: row.text(1), duty: row.text(2), telephone: telephone ?? row.text(8),
                    mail: mail ?? row.text(9), until: row.optionalDay(5)),
                source: row.text(6), day: row.day(7), isReadable: telephone != nil && mail != nil)
        }
    }

    /// A stored number or address; nil where its key is not at hand.
    private static func opened(_ stored: String, _ keys: FieldKeyFile) throws -> String? {
        FieldKey.name(in: stored) == nil ? stored : try keys.key()?.opened(stored)
    }

    /// The key that the table has been written with so far.
    private static func keyInUse(_ connection: Connection) throws -> String? {
        let sql: SQL = "SELECT telephone || mail FROM contact ORDER BY id DESC LIMIT 1"
        return try connection.first(sql) { FieldKey.name(in: $0.text(0)) } ?? nil
    }

    /// Enters what a source tells for a day; nothing happens where that stands already.
    ///
    /// - Parameter salt: of its digest; made up unless the book has to be the same each time.
    /// - Returns: whether it is new.
    @discardableResult
    static func add(
        _ contact: FirmContact, to enterprise: Int64, from source: FirmFactSource, on day: Day,
        salt: [UInt8]? = nil, _ writing: Writing
    ) throws -> Bool {
        let key = try writing.keys.keyForWriting(used: keyInUse(writing.connection))
        let known = try standing(of: enterprise, writing.keys, writing.connection).first {
            $0.source == source.name && $0.contact.person == contact.person && $0.contact.duty == contact.duty
        }
        if let known {
            if known.contact == contact { return false }
            guard known.day <= day else { throw RegisterRefusal.contactNewer(known.day) }
        }
        let number = try writing.scope.nextNumber(of: .contact)
        writing.scope.took(number, of: .contact)
        let row = Written(
            number: number, enterprise: enterprise, contact: contact, source: source.number, day: day,
            salt: salt ?? (0..<16).map { _ in UInt8.random(in: .min ... .max) })
        let record = try writing.record(
            "\(prefix)\(number)", action: "contact.tell", after: row.audited(source.name).text)
        try row.insert(toldIn: record, key, writing.connection)
        if let known {
            try writing.connection.run(
                SQL("UPDATE contact SET replaced_in = ? WHERE id = ?", [.int(record), .int(known.number)]))
        }
        return true
    }

    /// A row as it is written, and what the audit log says of it.
    struct Written {
        let number: Int64
        let enterprise: Int64
        let contact: FirmContact
        let source: Int64
        let day: Day
        let salt: [UInt8]

        func audited(_ source: String) -> JSONText {
            var bytes = salt
            func add(_ number: Int64) {
                withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
            }
            for number in [
                self.number, enterprise, self.source, Int64(day.number),
                contact.until.map { Int64($0.number) } ?? .max,
            ] { add(number) }
            for text in [contact.person, contact.duty, contact.telephone, contact.mail] {
                add(Int64(text.utf8.count))
                bytes.append(contentsOf: text.utf8)
            }
            var text = JSONText()
            text.add("enterprise", enterprise)
            text.add("source", source)
            text.add("day", day)
            text.add("sha256", Hexadecimal.text(Digest.of(bytes)))
            return text
        }

        fileprivate func insert(toldIn record: Int64, _ key: FieldKey, _ connection: Connection) throws {
            try connection.run(
                SQL(
                    "INSERT INTO contact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)",
                    [
                        .int(number), .int(enterprise), .text(contact.person), .text(contact.duty),
                        .text(try key.sealed(contact.telephone)), .text(try key.sealed(contact.mail)),
                        .text(contact.maskedTelephone),
                        .text(contact.maskedMail), Value(day), Value(contact.until), .int(source),
                        .int(record), .blob(salt),
                    ]))
        }
    }

    // MARK: Verifying

    /// Compares each row with its audit record, as far as the key is at hand.
    ///
    /// - Parameter head: rows that were entered after this record are left out of account.
    static func findings(
        head: Int64, _ keys: FieldKeyFile, _ connection: Connection
    ) throws -> [Finding] {
        var findings: [Finding] = []
        let key = try? keys.key()
        var gaps: [Int64] = []
        var last: Int64 = 0
        let sql = SQL(
            """
            SELECT c.id, c.enterprise_id, c.person, c.duty, c.telephone, c.mail, c.until_day, c.source_id,
                c.on_day, c.salt, c.told_in, f.name, a.subject, a.after
            FROM contact c JOIN fact_source f ON f.id = c.source_id LEFT JOIN audit a ON a.id = c.told_in
            WHERE c.told_in <= ? ORDER BY c.id
            """, [.int(head)])
        try connection.forEach(sql) { row in
            let number = row.int(0)
            if last + 1 < number, gaps.count < VerificationReport.findingLimit { gaps.append(last + 1) }
            last = number
            guard row.optionalText(12) == "\(prefix)\(number)" else {
                findings.append(.rowWithoutRecord("\(prefix)\(number)"))
                return
            }
            let needed = FieldKey.name(in: row.text(4) + row.text(5))
            // With another key, or without one, nobody can tell.
            if needed != nil, needed != key?.name { return }
            let (telephone, mail) = (
                key?.opened(row.text(4)) ?? row.text(4), key?.opened(row.text(5)) ?? row.text(5)
            )
            let stored = Written(
                number: number, enterprise: row.int(1),
                contact: .restored(
                    person: row.text(2), duty: row.text(3), telephone: telephone, mail: mail,
                    until: row.optionalDay(6)),
                source: row.int(7), day: row.day(8), salt: row.bytes(9))
            if stored.audited(row.text(11)).text != row.text(13) {
                findings.append(.rowDiffers("\(prefix)\(number)", record: row.int(10)))
            }
        }
        return findings + (try (gaps + [last + 1]).flatMap { try missing($0, head: head, connection) })
    }

    /// A row that the audit log knows and the table does not.
    private static func missing(
        _ number: Int64, head: Int64, _ connection: Connection
    ) throws -> [Finding] {
        let subject = "\(prefix)\(number)"
        let sql = SQL(
            "SELECT id FROM audit WHERE subject = ? AND id <= ?", [.text(subject), .int(head)])
        return try connection.all(sql) { .rowMissing(subject, record: $0.int(0)) }
    }
}
