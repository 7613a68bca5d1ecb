import Core
import Storage

/// Rights, certificates, hosting and incidents of firms in the database.
enum FirmRecordStore {
    /// What the subjects of audit records begin with.
    static let subjects = "enterprise_records/"

    static func all(of enterprise: Int64, _ connection: Connection) throws -> FirmRecords {
        try all(in: enterprise...enterprise, connection)[enterprise] ?? FirmRecords()
    }

    /// The records of the firms of a range, by their numbers; firms without any are left out.
    static func all(
        in range: ClosedRange<Int64>, _ connection: Connection
    ) throws -> [Int64: FirmRecords] {
        let bounds: [Value] = [.int(range.lowerBound), .int(range.upperBound)]
        var found: [Int64: FirmRecords] = [:]
        try readRights(bounds, connection, &found)
        try readQualifications(bounds, connection, &found)
        let hostings = SQL(
            """
            SELECT h.enterprise_id, p.name, h.from_day, h.until_day FROM hosting h
            JOIN support_platform p ON p.id = h.platform_id
            WHERE h.enterprise_id BETWEEN ? AND ? ORDER BY h.enterprise_id, h.from_day
            """, bounds)
        try connection.forEach(hostings) { row in
            found[row.int(0), default: FirmRecords()].hostings.append(
                Hosting(platform: row.text(1), from: row.day(2), until: row.optionalDay(3)))
        }
        let incidents = SQL(
            """
            SELECT enterprise_id, kind, on_day, words FROM incident
            WHERE enterprise_id BETWEEN ? AND ? ORDER BY on_day, id
            """, bounds)
        try connection.forEach(incidents) { row in
            guard let kind = Incident.Kind(rawValue: row.text(1)) else { return }
            found[row.int(0), default: FirmRecords()].incidents.append(
                Incident(kind: kind, day: row.day(2), text: row.text(3)))
        }
        return found
    }

    private static func readRights(
        _ bounds: [Value], _ connection: Connection, _ found: inout [Int64: FirmRecords]
    ) throws {
        let sql = SQL(
            """
            SELECT enterprise_id, kind, number, title, obtained, core, granted_on, ends_on FROM ip_right
            WHERE enterprise_id BETWEEN ? AND ? ORDER BY enterprise_id, granted_on, id
            """, bounds)
        try connection.forEach(sql) { row in
            guard let kind = IPRight.Kind(rawValue: row.text(1)),
                let obtained = IPRight.Way(rawValue: row.text(4))
            else { return }
            found[row.int(0), default: FirmRecords()].rights.append(
                IPRight(
                    kind: kind, number: row.text(2), title: row.text(3), obtained: obtained,
                    isCore: row.int(5) == 1, grantedOn: row.day(6), endsOn: row.optionalDay(7)))
        }
    }

    private static func readQualifications(
        _ bounds: [Value], _ connection: Connection, _ found: inout [Int64: FirmRecords]
    ) throws {
        let sql = SQL(
            """
            SELECT enterprise_id, kind, number, granted_on, ends_on FROM qualification
            WHERE enterprise_id BETWEEN ? AND ? ORDER BY enterprise_id, granted_on, id
            """, bounds)
        try connection.forEach(sql) { row in
            guard let kind = Qualification.Kind(rawValue: row.text(1)) else { return }
            found[row.int(0), default: FirmRecords()].qualifications.append(
                Qualification(
                    kind: kind, number: row.text(2), grantedOn: row.day(3), endsOn: row.optionalDay(4)))
        }
    }

    // MARK: Entering

    /// Enters records of a firm that are not there yet, under one audit record.
    /// - Returns: how many were new.
    @discardableResult
    static func add(
        _ records: FirmRecords, to enterprise: Int64, from source: FirmFactSource, _ writing: Writing
    ) throws -> Int {
        let known = try all(of: enterprise, writing.connection)
        try FirmRecordConflict.check(records, against: known, of: enterprise, writing.connection)
        let rights = records.rights.filter { !known.rights.contains($0) }
        let certificates = records.qualifications.filter { !known.qualifications.contains($0) }
        let hostings = records.hostings.filter { !known.hostings.contains($0) }
        let incidents = records.incidents.filter { !known.incidents.contains($0) }
        let count = rights.count + certificates.count + hostings.count + incidents.count
        guard count > 0 else { return 0 }
        let platforms = try hostings.map { try platform($0.platform, writing.connection) }
        var after = JSONText()
        after.add("source", source.name)
        for right in rights { after.add(named: "\(right.kind.rawValue) \(right.number)", right.title) }
        for one in certificates {
            after.add(named: "\(one.kind.rawValue) \(one.number)", one.grantedOn.description)
        }
        for one in hostings {
            after.add(named: "hosted_by \(one.from)", one.platform)
            if let until = one.until { after.add(named: "hosted_until \(one.from)", until.description) }
        }
        for one in incidents { after.add(named: "\(one.kind.rawValue) \(one.day)", one.text) }
        let record = writing.scope.nextRecord
        let origin: [Value] = [.int(source.number), .int(record)]
        for right in rights { try insert(right, enterprise, origin, writing) }
        for certificate in certificates { try insert(certificate, enterprise, origin, writing) }
        for (hosting, platform) in zip(hostings, platforms) {
            try insert(hosting, enterprise, platform, origin, writing)
        }
        for incident in incidents { try insert(incident, enterprise, origin, writing) }
        after.add("sha256", try FirmRecordRange.digest(of: record, writing.connection))
        try writing.record("\(subjects)\(enterprise)", action: "enterprise.records", after: after.text)
        return count
    }

    private static func next(_ table: NumberedTable, _ writing: Writing) throws -> Int64 {
        let number = try writing.scope.nextNumber(of: table)
        writing.scope.took(number, of: table)
        return number
    }

    private static func insert(
        _ right: IPRight, _ enterprise: Int64, _ origin: [Value], _ writing: Writing
    ) throws {
        try writing.connection.run(
            SQL(
                "INSERT INTO ip_right VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    .int(try next(.ipRight, writing)), .int(enterprise), .text(right.kind.rawValue),
                    .text(right.number), .text(right.title), .text(right.obtained.rawValue),
                    .int(right.isCore ? 1 : 0), .int(Int64(right.grantedOn.number)), Value(right.endsOn),
                ] + origin))
    }

    private static func insert(
        _ certificate: Qualification, _ enterprise: Int64, _ origin: [Value], _ writing: Writing
    ) throws {
        try writing.connection.run(
            SQL(
                "INSERT INTO qualification VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    .int(try next(.qualification, writing)), .int(enterprise),
                    .text(certificate.kind.rawValue),
                    .text(certificate.number), .int(Int64(certificate.grantedOn.number)),
                    Value(certificate.endsOn),
                ] + origin))
    }

    private static func insert(
        _ hosting: Hosting, _ enterprise: Int64, _ platform: Int64, _ origin: [Value], _ writing: Writing
    ) throws {
        // One that went on has ended: the row takes the end and who told it.
        try writing.connection.run(
            SQL(
                """
                INSERT INTO hosting VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (enterprise_id, platform_id, from_day) DO UPDATE SET
                    until_day = excluded.until_day, source_id = excluded.source_id,
                    told_in = excluded.told_in
                """,
                [
                    .int(enterprise), .int(platform), .int(Int64(hosting.from.number)), Value(hosting.until),
                ] + origin))
    }

    private static func insert(
        _ incident: Incident, _ enterprise: Int64, _ origin: [Value], _ writing: Writing
    ) throws {
        try writing.connection.run(
            SQL(
                "INSERT INTO incident VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    .int(try next(.incident, writing)), .int(enterprise), .text(incident.kind.rawValue),
                    .int(Int64(incident.day.number)), .text(incident.text),
                ] + origin))
    }

    static func platform(_ name: String, _ connection: Connection) throws -> Int64 {
        let sql = SQL("SELECT id FROM support_platform WHERE name = ?", [.text(name)])
        guard let number = try connection.first(sql, { $0.int(0) }) else {
            throw RegisterRefusal.platformUnknown(name)
        }
        return number
    }

    /// Enters a support platform; nothing happens when one of that name is there.
    /// - Returns: whether it is new.
    @discardableResult
    static func addPlatform(
        _ name: String, _ kind: PlatformKind, division: String, _ writing: Writing
    ) throws -> Bool {
        let isKnown = try writing.connection.exists(
            SQL("SELECT 1 FROM support_platform WHERE name = ?", [.text(name)]))
        guard !isKnown else { return false }
        let number = try next(.supportPlatform, writing)
        try writing.connection.run(
            SQL(
                "INSERT INTO support_platform VALUES (?, ?, ?, ?)",
                [.int(number), .text(name), .text(kind.rawValue), .text(division)]))
        var after = JSONText()
        after.add("name", name)
        after.add("kind", kind.rawValue)
        after.add("division", division)
        try writing.record(
            "support_platform/\(name)", action: "platform.register", after: after.text,
            sealing: RowSeal(.platform, number))
        return true
    }
}

extension Row {
    func optionalDay(_ column: Int) -> Day? { isNull(column) ? nil : day(column) }
}
