import Core
import Storage

/// One record of a firm as it is told, whichever way it comes: in a table, in a form, from a machine.
enum FirmRecordEntry: Sendable {
    case right(IPRight)
    case qualification(Qualification)
    case hosting(Hosting)
    case incident(Incident)
    case contact(FirmContact)
    case related(CreditCode)

    /// Who tells it, and for which day.
    struct Origin: Sendable {
        let source: FirmFactSource
        let day: Day
    }

    /// Enters it unless it is there; what is there with another content is told and stays as it is.
    /// - Returns: whether it is new.
    func enter(
        of enterprise: Int64, from origin: Origin, _ writing: Writing
    ) throws -> Bool {
        var records = FirmRecords()
        switch self {
        case .right(let right): records.rights = [right]
        case .qualification(let certificate): records.qualifications = [certificate]
        case .hosting(let hosting): records.hostings = [hosting]
        case .incident(let incident): records.incidents = [incident]
        case .contact(let contact):
            return try FirmContactStore.add(
                contact, to: enterprise, from: origin.source, on: origin.day, writing)
        case .related(let other):
            return try FirmRecordEntry.relate(enterprise, other, origin, writing)
        }
        return try FirmRecordStore.add(records, to: enterprise, from: origin.source, writing) > 0
    }

    private static func relate(
        _ enterprise: Int64, _ other: CreditCode, _ origin: Origin, _ writing: Writing
    ) throws -> Bool {
        let connection = writing.connection
        guard let number = try EnterpriseFacts.number(of: other.description, connection) else {
            throw NotFound.enterprise(other.description)
        }
        guard number != enterprise else { throw RegisterRefusal.relatedToItself }
        let known = SQL(
            """
            SELECT 1 FROM related_party
            WHERE enterprise_id = ? AND related_id = ? OR enterprise_id = ? AND related_id = ?
            """, [.int(enterprise), .int(number), .int(number), .int(enterprise)])
        if try connection.exists(known) { return false }
        let code = SQL("SELECT credit_code FROM enterprise WHERE id = ?", [.int(enterprise)])
        let own = try CreditCode(try connection.first(code) { $0.text(0) } ?? "")
        let record = try EnterpriseStore.relate(own, other, writing)
        try connection.run(
            SQL(
                "INSERT INTO related_party_source VALUES (?, ?, ?, ?, ?)",
                [
                    .int(enterprise), .int(number), .int(origin.source.number), Value(origin.day),
                    .int(record),
                ]))
        var after = JSONText()
        after.add("source", origin.source.name)
        after.add("day", origin.day)
        try writing.record(
            "related_party_source/\(enterprise)-\(number)", action: "enterprise.relate", after: after.text,
            sealing: RowSeal(.relatedPartySource, [enterprise, number]))
        return true
    }
}
