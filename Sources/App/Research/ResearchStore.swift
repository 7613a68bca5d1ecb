import Core
import Storage

/// The books of R&D expense in the database: projects, vouchers, and what they come to.
enum ResearchStore {
    static let projectPrefix = "research_project/"
    static let vouchersPrefix = "research_vouchers/"

    /// A project with its number in the database and how often it has changed.
    struct Kept: Sendable {
        let id: Int64
        let version: Int64
        let project: ResearchProject
    }

    // MARK: Projects

    private static let projectColumns = "id, version, number, name, form, from_day, until_day, enterprise_id"

    /// In the order of their numbers.
    static func projects(of enterprise: Int64, _ connection: Connection) throws -> [Kept] {
        let sql = SQL(
            composing: """
                SELECT \(projectColumns) FROM research_project WHERE enterprise_id = ? ORDER BY number, id
                """, [.int(enterprise)])
        return try connection.all(sql) { kept($0) }
    }

    static func find(_ number: String, of enterprise: Int64, _ connection: Connection) throws -> Kept? {
        let sql = SQL(
            composing: """
                SELECT \(projectColumns) FROM research_project WHERE enterprise_id = ? AND number = ?
                """, [.int(enterprise), .text(number)])
        return try connection.first(sql) { kept($0) }
    }

    private static func kept(_ row: borrowing Row) -> Kept {
        let project = ResearchProject.restored(
            number: row.text(2), name: row.text(3), form: ResearchForm(rawValue: row.text(4)) ?? .own,
            from: row.day(5), until: row.optionalDay(6))
        return Kept(id: row.int(0), version: row.int(1), project: project)
    }

    /// What the audit log says of a project.
    ///
    /// - Parameter form: as its row has it, whether it is a known one or not.
    private static func audited(
        _ project: ResearchProject, form: String? = nil, of enterprise: Int64, version: Int64
    ) -> JSONText {
        var text = JSONText()
        text.add("enterprise", enterprise)
        text.add("number", project.number)
        text.add("name", project.name)
        text.add("form", form ?? project.form.rawValue)
        text.add("from", project.from)
        text.add("until", project.until)
        text.add("version", version)
        return text
    }

    static func forEachProject(_ connection: Connection, _ take: (Int64, JSONText) throws -> Void) throws {
        let sql = SQL(composing: "SELECT \(projectColumns) FROM research_project ORDER BY id", [])
        try connection.forEach(sql) { row in
            let kept = kept(row)
            let text = audited(kept.project, form: row.text(4), of: row.int(7), version: kept.version)
            try take(kept.id, text)
        }
    }

    /// Registers a project, or changes the one of that number.
    /// - Returns: whether anything is new.
    @discardableResult
    static func register(_ project: ResearchProject, of enterprise: Int64, _ writing: Writing) throws -> Bool
    {
        let connection = writing.connection
        if let known = try find(project.number, of: enterprise, connection) {
            return try change(known, to: project, of: enterprise, writing)
        }
        let sql = SQL("SELECT COUNT(*) FROM research_project WHERE enterprise_id = ?", [.int(enterprise)])
        guard try connection.first(sql, { $0.int(0) }) ?? 0 < ResearchProject.most else {
            throw ResearchRefusal.tooManyProjects(ResearchProject.most)
        }
        let id = try writing.scope.nextNumber(of: .researchProject)
        writing.scope.took(id, of: .researchProject)
        try connection.run(
            SQL(
                "INSERT INTO research_project VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
                [
                    .int(id), .int(enterprise), .text(project.number), .text(project.name),
                    .text(project.form.rawValue), .int(Int64(project.from.number)), Value(project.until),
                ]))
        try writing.record(
            "\(projectPrefix)\(id)", action: "research.project",
            after: audited(project, of: enterprise, version: 1).text)
        return true
    }

    /// What a project would become, as far as its vouchers allow it.
    static func changed(
        _ known: Kept, to project: ResearchProject, _ connection: Connection
    ) throws -> ResearchProject {
        let sql = SQL(
            "SELECT MIN(on_day), MAX(on_day) FROM research_voucher WHERE project_id = ?", [.int(known.id)])
        let days = try connection.first(sql) { row -> (first: Day, last: Day)? in
            row.isNull(0) ? nil : (row.day(0), row.day(1))
        }
        return try known.project.changed(to: project, vouchers: days ?? nil)
    }

    private static func change(
        _ known: Kept, to project: ResearchProject, of enterprise: Int64, _ writing: Writing
    ) throws -> Bool {
        guard known.project != project else { return false }
        let next = try changed(known, to: project, writing.connection)
        let version = known.version + 1
        try writing.connection.run(
            SQL(
                """
                UPDATE research_project SET name = ?, form = ?, from_day = ?, until_day = ?, version = ?
                WHERE id = ?
                """,
                [
                    .text(next.name), .text(next.form.rawValue), .int(Int64(next.from.number)),
                    Value(next.until), .int(version), .int(known.id),
                ]))
        try writing.record(
            "\(projectPrefix)\(known.id)", action: "research.project",
            before: audited(known.project, of: enterprise, version: known.version).text,
            after: audited(next, of: enterprise, version: version).text)
        return true
    }

    // MARK: Vouchers

    private static let voucherColumns = "v.number, v.on_day, p.number, v.kind, v.amount, v.words"
    private static let voucherTables = "research_voucher v JOIN research_project p ON p.id = v.project_id"

    private static func voucher(_ row: borrowing Row) -> ResearchVoucher {
        ResearchVoucher.restored(
            number: row.text(0), day: row.day(1), project: row.text(2), kind: row.text(3),
            amount: Fen(row.int(4)), words: row.text(5))
    }

    /// Those of a firm that have one of the numbers.
    static func vouchers(
        numbered numbers: [String], of enterprise: Int64, _ connection: Connection
    ) throws -> [String: ResearchVoucher] {
        var found: [String: ResearchVoucher] = [:]
        for start in stride(from: 0, to: numbers.count, by: StatementStore.manyKeys) {
            let part = numbers[start..<min(start + StatementStore.manyKeys, numbers.count)]
            let marks = Array(repeating: "?", count: part.count).joined(separator: ", ")
            let sql = SQL(
                composing: """
                    SELECT \(voucherColumns) FROM \(voucherTables)
                    WHERE v.enterprise_id = ? AND v.number IN (\(marks))
                    """, [.int(enterprise)] + part.map { .text($0) })
            try connection.forEach(sql) { row in
                let voucher = voucher(row)
                found[voucher.number] = voucher
            }
        }
        return found
    }

    /// Those of a year in the order of their days; of one project only where it is named.
    static func vouchers(
        of enterprise: Int64, year: Int, project: Int64? = nil, after skipped: Int = 0, limit: Int,
        _ connection: Connection
    ) throws -> [ResearchVoucher] {
        var values: [Value] = [.int(enterprise), .int(Int64(year))]
        if let project { values.append(.int(project)) }
        let sql = SQL(
            composing: """
                SELECT \(voucherColumns) FROM \(voucherTables) WHERE v.enterprise_id = ? AND v.year = ?
                \(project == nil ? "" : "AND v.project_id = ?")
                ORDER BY v.on_day, v.id LIMIT ? OFFSET ?
                """, values + [.int(Int64(limit)), .int(Int64(skipped))])
        return try connection.all(sql) { voucher($0) }
    }

    /// The years that have vouchers, rising.
    static func years(of enterprise: Int64, _ connection: Connection) throws -> [Int] {
        let sql = SQL(
            "SELECT DISTINCT year FROM research_voucher WHERE enterprise_id = ? ORDER BY year",
            [.int(enterprise)])
        return try connection.all(sql) { Int($0.int(0)) }
    }

    /// What a year comes to, of all vouchers up to a day.
    static func sums(
        of enterprise: Int64, year: Int, until day: Day? = nil, _ connection: Connection
    ) throws -> ResearchSums {
        let last = day ?? Day(year, 12, 31) ?? Day(number: .max)
        let sql = SQL(
            composing: """
                SELECT p.number, v.kind, CAST(SUM(v.amount) AS BIGINT), COUNT(*) FROM \(voucherTables)
                WHERE v.enterprise_id = ? AND v.year = ? AND v.on_day <= ? GROUP BY p.number, v.kind
                """, [.int(enterprise), .int(Int64(year)), .int(Int64(last.number))])
        var sums = ResearchSums(year: year)
        try connection.forEach(sql) { row in
            sums.add(Fen(row.int(2)), project: row.text(0), kind: row.text(1), vouchers: Int(row.int(3)))
        }
        return sums
    }
}

// Entering vouchers, and what the log covers of them.
extension ResearchStore {
    /// Adds vouchers that were looked at one by one, under one audit record.
    static func insert(
        _ vouchers: [(voucher: ResearchVoucher, project: Int64)], of enterprise: Int64, _ writing: Writing
    ) throws {
        guard !vouchers.isEmpty else { return }
        var bytes: [UInt8] = []
        var numbered: [(id: Int64, voucher: ResearchVoucher, project: Int64)] = []
        for (voucher, project) in vouchers {
            let id = try writing.scope.nextNumber(of: .researchVoucher)
            writing.scope.took(id, of: .researchVoucher)
            numbered.append((id, voucher, project))
            appendCanonicalBytes(
                of: voucher, id: id, project: project, enterprise: enterprise, year: Int64(voucher.day.year),
                to: &bytes)
        }
        let record = try writing.record(
            "\(vouchersPrefix)\(enterprise)", action: "research.vouchers",
            after: audited(count: Int64(numbered.count), AuditChain.hash(bytes, after: [])).text)
        for (id, voucher, project) in numbered {
            try writing.connection.run(
                SQL(
                    "INSERT INTO research_voucher VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        .int(id), .int(enterprise), .int(project), .text(voucher.number),
                        .int(Int64(voucher.day.number)), .int(Int64(voucher.day.year)), .text(voucher.kind),
                        .int(voucher.amount.fen), .text(voucher.words), .int(record),
                    ]))
        }
    }

    /// What the audit record of a batch says.
    static func audited(count: Int64, _ digest: [UInt8]) -> JSONText {
        var text = JSONText()
        text.add("vouchers", count)
        text.add("sha256", Hexadecimal.text(digest))
        return text
    }

    /// Bytes that differ whenever a voucher does.
    static func appendCanonicalBytes(
        of voucher: ResearchVoucher, id: Int64, project: Int64, enterprise: Int64, year: Int64,
        to bytes: inout [UInt8]
    ) {
        let numbers = [id, project, enterprise, year, Int64(voucher.day.number), voucher.amount.fen]
        for number in numbers { withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) } }
        for text in [voucher.number, voucher.kind, voucher.words] {
            withUnsafeBytes(of: Int64(text.utf8.count).bigEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: text.utf8)
        }
    }
}
