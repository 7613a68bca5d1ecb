import App
import Core
import Foundation
import TestSupport

/// A small book as four CSV files in a folder of its own, and the import of it.
final class ImportSample {
    let folder: String
    let database: TestDatabase
    var files: [BookTable: String] = [:]

    init(_ engine: TestEngine) throws {
        folder = NSTemporaryDirectory() + "cassia-import-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder + "/rejects", withIntermediateDirectories: true)
        database = try engine.makeDatabase()
        try write(.institutions, Self.institutions)
        try write(.agreements, Self.agreements)
        try write(.guarantees, Self.guarantees)
        try write(.events, Self.events)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func write(_ table: BookTable, _ text: String) throws {
        try write(table, Data(text.utf8), ending: "csv")
    }

    func write(_ table: BookTable, _ data: Data, ending: String) throws {
        let path = "\(folder)/\(table.rawValue).\(ending)"
        try data.write(to: URL(filePath: path))
        files[table] = path
    }

    func run(
        _ tables: Set<BookTable> = Set(BookTable.allCases), lastDay: Day? = nil
    ) async throws -> [BookTable: BookImport
        .Outcome]
    {
        let book = try Book.open(database.url, now: { 1_500_000_000_000 })
        defer { book.close() }
        return try await BookImport(
            files: files.filter { tables.contains($0.key) }, rejectsFolder: folder + "/rejects",
            language: .english, lastDay: lastDay
        ).run(into: book)
    }

    func rejects(_ table: BookTable) -> String {
        (try? String(contentsOfFile: "\(folder)/rejects/\(table.rawValue).csv", encoding: .utf8)) ?? ""
    }

    func withBook<Result>(_ body: (Book) throws -> Result) throws -> Result {
        let book = try Book.open(database.url, now: { 1_500_000_000_000 })
        defer { book.close() }
        return try body(book)
    }

    func withBook<Result>(_ body: (Book) async throws -> Result) async throws -> Result {
        let book = try Book.open(database.url, now: { 1_500_000_000_000 })
        defer { book.close() }
        return try await body(book)
    }

    static let institutions = """
        code,name,kind,level,division,net_assets_yuan
        G1,南宁担保,guarantor,city,450100,100000000.00
        R1,再担保,reguarantor,region,450000,500000000.00
        B1,北部湾银行,bank,region,450000,
        T1,南宁财政,treasury,city,450100,

        """

    static let agreements = """
        agreement_no,guarantor,reguarantor,bank,treasury,shares,from,until,fee_rate_max,borrower_max_yuan
        A1,G1,R1,B1,T1,4:3:2:1,2016-01-01,,0.02,5000000.00
        A2,G1,,B1,,8:0:2:0,2014-01-01,2015-12-31,,

        """

    static let code = "91450100MA5K00012J"

    static let guarantees = """
        guarantee_no,agreement_no,credit_code,enterprise_name,division,industry,employees,revenue_yuan,\
        total_assets_yuan,principal_yuan,fee_rate,contract_on,starts_on,ends_on
        K1,A1,\(code),某软件公司,450100,I65,20,3000000,5000000,1000000,1.5%,2016-03-01,2016-03-01,2017-03-01
        K2,A2,\(code),某软件公司,450100,I65,20,3000000,5000000,500000.00,0.01,2015-06-01,2015-06-01,2016-06-01

        """

    static let events = """
        on,guarantee_no,event,amount_yuan,reference,interest_yuan
        2016-03-02,K1,disbursed,1000000.00,e1,
        2016-03-02,K1,fee_paid,15000.00,e2,
        2016-12-01,K1,repaid,200000.00,e3,
        2017-01-10,K1,claimed,810010.01,e4,10010.01
        2017-01-20,K1,compensated,648008.01,e5,
        2017-02-01,K1,reguarantor_paid,243003.00,e6,
        2017-02-02,K1,treasury_paid,81001.00,e7,
        2017-05-01,K1,recovered,100000.33,e8,
        2017-05-01,K1,recovery_cost,1000.00,e9,
        2017-06-01,K1,written_off,700000.00,e10,
        2015-06-02,K2,disbursed,500000.00,f1,
        2016-06-01,K2,released,,f2,

        """
}
