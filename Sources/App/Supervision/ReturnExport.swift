public import Core
import Foundation
import Storage

/// Writes the project-level return to a folder that appears whole, and only when nothing in it is found
/// wrong.
public enum ReturnExport {
    /// How many rows each table has.
    public typealias Counts = [ReturnTable: Int]

    /// Writes the eight tables into `folder`, which must not be there yet or be empty.
    ///
    /// - Throws: `ReturnRefusal` for what is found and for a folder in use, `TableRefusal` for what can't be
    /// written.
    public static func write(
        _ period: ReturnPeriod, to folder: String, format: TableFormat, in book: Book
    ) throws -> Counts {
        try refuse(used: folder)
        let part = "\(folder).part-\(ProcessInfo.processInfo.processIdentifier)"
        do {
            try FileManager.default.createDirectory(atPath: part, withIntermediateDirectories: true)
        } catch {
            throw ReturnRefusal.cannotWrite(folder)
        }
        defer { try? FileManager.default.removeItem(atPath: part) }
        let outcome = try book.database.readSynchronously { connection in
            try ReturnFolder(part, format).write(ReturnStore(period, connection))
        }
        guard outcome.check.findingCount == 0 else {
            throw ReturnRefusal.found(outcome.check.findings, count: outcome.check.findingCount)
        }
        // Renaming takes the place of an empty folder and of no other.
        guard rename(part, folder) == 0 else { throw ReturnRefusal.cannotWrite(folder) }
        return outcome.counts
    }

    private static func refuse(used folder: String) throws {
        guard FileManager.default.fileExists(atPath: folder) else { return }
        let content = try? FileManager.default.contentsOfDirectory(atPath: folder)
        guard content?.isEmpty == true else { throw ReturnRefusal.folderInUse(folder) }
    }
}

/// Why a return is not written.
public enum ReturnRefusal: Refusal {
    case found([ReturnFinding], count: Int)
    case folderInUse(String)
    case cannotWrite(String)

    public var code: String {
        switch self {
        case .found: "return_found_wrong"
        case .folderInUse: "return_folder_in_use"
        case .cannotWrite: "return_cannot_write"
        }
    }

    public var sentence: Sentence {
        switch self {
        case .found(_, let count):
            Sentence(
                zh: "报送数据有 \(count) 处问题，未写出任何文件；请逐条更正后重试。",
                en: "The return has \(count) faults and nothing was written; mend them and run it again.")
        case .folderInUse(let folder):
            Sentence(
                zh: "“\(folder)”已存在且不为空；请换一个文件夹，或先清空。",
                en: "'\(folder)' is there and not empty; name another folder, or empty it.")
        case .cannotWrite(let folder):
            Sentence(
                zh: "无法写入“\(folder)”；请检查上级文件夹的权限和剩余空间。",
                en: "'\(folder)' can't be written; check the rights and the space of the folder above.")
        }
    }
}

/// The open tables of a return. Every row passes the check on its way.
private final class ReturnFolder {
    struct Outcome: Sendable {
        let check: ReturnCheck
        let counts: ReturnExport.Counts
    }

    private let writers: [ReturnTable: TableWriter]
    private var check = ReturnCheck()

    init(_ folder: String, _ format: TableFormat) throws {
        let ending = format == .csv ? "csv" : "xlsx"
        var writers: [ReturnTable: TableWriter] = [:]
        for table in ReturnTable.allCases {
            writers[table] = try TableWriter(
                path: "\(folder)/\(table.rawValue).\(ending)", format: format,
                columns: ReturnCells.columns(of: table), sheet: table.rawValue)
        }
        self.writers = writers
    }

    func write(_ store: ReturnStore) throws -> Outcome {
        try writeInstitutions(store)
        var latest: [Int64: Int64] = [:]
        try store.forEach { number, guarantee in
            latest[guarantee.enterprise] = number
            try write(guarantee.rows(in: store.period))
        }
        try store.forEachCustomer(latest) { customer in
            check.check(customer)
            try append(ReturnCells.cells(of: customer), to: .customers)
        }
        check.finish()
        for table in ReturnTable.allCases { try writers[table]?.finish() }
        return Outcome(check: check, counts: writers.mapValues(\.rowsWritten))
    }

    private func writeInstitutions(_ store: ReturnStore) throws {
        let institutions = Dictionary(uniqueKeysWithValues: store.institutions.map { ($0.id, $0) })
        var written: Set<String> = []
        for agreement in store.agreements {
            for row in ReturnRows.Institution.rows(of: agreement, institutions)
            where written.insert(row.id).inserted {
                check.check(row)
                try append(ReturnCells.cells(of: row), to: .institutions)
            }
        }
    }

    private func write(_ rows: ReturnRows.OfProject) throws {
        check.check(rows)
        try append(ReturnCells.cells(of: rows.project), to: .projects)
        for row in rows.shares { try append(ReturnCells.cells(of: row), to: .shares) }
        for row in rows.releases { try append(ReturnCells.cells(ofRelease: row), to: .releases) }
        for row in rows.compensations {
            try append(ReturnCells.cells(ofCompensation: row), to: .compensations)
        }
        for row in rows.recoveries { try append(ReturnCells.cells(of: row), to: .recoveries) }
    }

    private func append(_ cells: [TableWriter.Cell], to table: ReturnTable) throws {
        try writers[table]?.append(cells)
    }
}
