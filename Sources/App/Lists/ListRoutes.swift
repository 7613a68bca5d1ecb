import Core
import Foundation
import HTTPTypes
import Storage

/// The addresses of every list: its page, its export, and its place in the API.
enum ListRoutes {
    static let lists: [RecordList] = [
        GuaranteeRecords.list, ClaimRecords.list, AgreementRecords.list, InstitutionRecords.list,
        EntryRecords.list, AccountRecords.list, PeopleRecords.list, OrganisationRecords.list,
        AuditRecords.list, EnterpriseRecords.list, EnterpriseRecords.readings,
        EntitlementRecords.list, PlatformRecords.list, ContactRecords.list,
    ]

    static let all: [Route] = lists.flatMap { list in
        [
            .get("/\(list.name)", list.access) { ask, connection in
                try ListPages.page(ask, list, connection)
            },
            .get("/\(list.name)/export.csv", list.access) { ask, connection in
                try export(ask, list, .csv, connection)
            },
            .get("/\(list.name)/export.xlsx", list.access) { ask, connection in
                try export(ask, list, .xlsx, connection)
            },
            ListAPI.route(list),
        ]
    }

    /// More rows are asked for in parts, or on the command line.
    private static let exportLimit = 200_000

    private static func export(
        _ ask: Ask, _ list: RecordList, _ format: TableFormat, _ connection: Connection
    ) throws -> Answer {
        let asked = ListQuery(list, ask.query, today: ask.today)
        let problems = ListFaults.find(ask.query, in: asked, isMachine: false)
        guard problems.isEmpty else { return ListPages.refused(ask, asked, problems) }
        let name = "\(list.name).\(format == .csv ? "csv" : "xlsx")"
        let folder = FileManager.default.temporaryDirectory.appending(path: "cassia-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: name)
        let columns = list.columns.map { TableWriter.Column($0.name, $0.kind.tableKind) }
        let writer = try TableWriter(
            path: file.path, format: format, columns: columns, byteOrderMark: true, sheet: list.name)
        let everything =
            asked.everything(for: ask.person) + SQL(" LIMIT ?", [.int(Int64(exportLimit))])
        try connection.forEach(everything) { row in
            for (index, column) in list.columns.enumerated() { write(row, index, column.kind, writer) }
            try writer.endRow()
        }
        try writer.finish()
        let type =
            format == .csv
            ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return .file(Array(try Data(contentsOf: file)), name: name, type: type)
    }

    private static func write(
        _ row: borrowing Row, _ index: Int, _ kind: RecordList.Kind, _ writer: TableWriter
    ) {
        guard !row.isNull(index) else { return writer.empty() }
        switch kind {
        case .text, .word, .policy: writer.text(index, of: row)
        case .money: writer.money(index, of: row)
        case .day: writer.day(index, of: row)
        case .rate: writer.rate(index, of: row)
        case .count: writer.count(index, of: row)
        case .time: writer.text(Times.text(row.int(index)))
        }
    }
}

extension RecordList.Kind {
    fileprivate var tableKind: TableWriter.Kind {
        switch self {
        case .text, .word, .policy, .time: .text
        case .money: .money
        case .day: .day
        case .rate: .rate
        case .count: .count
        }
    }
}
