/// `cassia report`: the form that every guarantee institution hands in each month and each year.
import App
import ArgumentParser
import Core
import Foundation
import Storage

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "The monthly and yearly form of a guarantee institution. 融资担保机构主要数据月报表、年报表。",
        discussion: "docs/monthly-form.md gives each row with its formula.",
        subcommands: [
            ReportMonthlyCommand.self, ReportYearlyCommand.self, ReportEnterCommand.self,
            ReportRecordsCommand.self, ReportResearchCommand.self,
        ])
}

/// How a form is handed over.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
    case table, xlsx, json
}

/// Whose form it is and where it goes.
struct ReportOptions: ParsableArguments {
    @OptionGroup var database: DatabaseOption

    @Option(help: ArgumentHelp("The code of the guarantor.", valueName: "code"))
    var guarantor: String

    @Option(help: "table, xlsx or json; without it the ending of the file decides.")
    var format: ReportFormat?

    @Option(help: ArgumentHelp("The file to write; the standard output without it.", valueName: "file"))
    var out: String?

    private var wanted: ReportFormat {
        if let format { return format }
        guard let out = out?.lowercased() else { return .table }
        return out.hasSuffix(".json") ? .json : out.hasSuffix(".xlsx") ? .xlsx : .table
    }

    func validate() throws {
        guard wanted != .xlsx || out != nil else {
            throw invalid(
                Sentence(zh: "xlsx 要写明文件：--out 文件.xlsx", en: "Name a file for xlsx: --out FILE.xlsx"))
        }
        guard wanted != .table || out == nil else {
            throw invalid(
                Sentence(
                    zh: "写入文件时请写 --format xlsx 或 --format json。",
                    en: "Say --format xlsx or --format json for a file."))
        }
    }

    /// Draws the form, hands it over, and tells what its checks find.
    func show(_ month: FormMonth, isYearly: Bool) async throws {
        let (code, path, format) = (guarantor, out, wanted)
        let form = try await withForm(database) { connection in
            try MonthlyFormStore.draw(code, month, isYearly: isYearly, today: todayInChina(), connection)
        }
        let findings = MonthlyFormCheck.findings(form)
        switch format {
        case .table: MonthlyFormPrint(form, language: commandLanguage).show()
        case .json: try MonthlyFormOutput(form, findings).write(to: path)
        case .xlsx:
            do {
                try MonthlyFormExport.write(form, to: path ?? "")
            } catch {
                throw fail(error)
            }
        }
        for finding in findings { _ = fail(finding) }
    }
}

/// Reads from a book that is there, and tells what is refused.
func withForm<Output: Sendable>(
    _ database: DatabaseOption, _ body: @escaping @Sendable (Connection) throws -> Output
) async throws -> Output {
    let book = try database.openExisting(settings: .forScanning)
    defer { book.close() }
    do {
        return try await book.database.read(body)
    } catch let refusal as any Refusal {
        throw fail(refusal.sentence)
    } catch let error as StorageError {
        throw fail(error)
    }
}

/// China has one zone and no summer time.
func todayInChina() -> Day { Day(number: Int32((Date().timeIntervalSince1970 + 8 * 3_600) / 86_400)) }

struct ReportMonthlyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "monthly", abstract: "The form of a month. 月报表。")

    @OptionGroup var options: ReportOptions

    @Option(help: ArgumentHelp("The month, such as 2017-06.", valueName: "month"))
    var month: FormMonth

    func run() async throws { try await options.show(month, isYearly: false) }
}

struct ReportYearlyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "yearly", abstract: "The same form of a whole year. 年报表。",
        discussion: "What is entered is taken from the year's December.")

    @OptionGroup var options: ReportOptions

    @Option(help: ArgumentHelp("The year, such as 2016.", valueName: "year"))
    var year: Int

    func run() async throws {
        guard let month = FormMonth(year, 12) else {
            throw fail(
                Sentence(
                    zh: "年份 \(year) 不在 1900 至 2199 之间；请给出四位数的年份。",
                    en: "The year \(year) is not between 1900 and 2199; name one of four digits."))
        }
        try await options.show(month, isYearly: true)
    }
}

struct ReportRecordsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "records", abstract: "The records that add up to a cell of the form. 报表数的明细。")

    @OptionGroup var database: DatabaseOption
    @Option(help: ArgumentHelp("The code of the guarantor.", valueName: "code")) var guarantor: String
    @Option(help: ArgumentHelp("The month, such as 2017-06.", valueName: "month")) var month: FormMonth
    @Option(help: ArgumentHelp("The number of the row, such as 5.1.1.", valueName: "row")) var row: String
    @Option(help: "amount, start_of_year or last_year.") var column: MonthlyFormColumn = .amount

    func run() async throws {
        guard let row = MonthlyFormRow.find(row) else { throw fail(MonthlyFormRefusal.unknownRow(row)) }
        let (code, month, column) = (guarantor, month, column)
        let records = try await withForm(database) { connection in
            try MonthlyFormStore.records(of: row, column, code, month, connection)
        }
        let total = records.reduce(0) { $0 + $1.amount }
        let name = Sentence(zh: "合计", en: "Total").text(in: commandLanguage)
        let rows =
            records.map { [title($0.origin), row.unit.text($0.amount)] } + [[name, row.unit.text(total)]]
        let heading = "\(row.number) \(row.name.text(in: commandLanguage))"
        printTable(headings: [heading, row.unit.name.text(in: commandLanguage)], rows: rows)
    }

    private func title(_ origin: MonthlyFormRecord.Origin) -> String {
        switch origin {
        case .guarantee(let number, let borrower): "\(number) \(borrower)"
        case .customer(let code, let name): "\(code) \(name)"
        case .entered(let month, let row):
            Sentence(zh: "\(month) 第 \(row) 行填报", en: "entered for \(month), row \(row)")
                .text(in: commandLanguage)
        case .netAssets(let day):
            Sentence(zh: "登记的净资产，\(day)", en: "net assets of the register, \(day)").text(in: commandLanguage)
        }
    }
}
