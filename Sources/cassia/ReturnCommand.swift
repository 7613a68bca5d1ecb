/// `cassia export return`: the project-level return to the supervisor.
import App
import ArgumentParser
import Core
import Foundation
import Storage

struct ReturnCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "return",
        abstract: "Write the project-level return to the supervisor. 导出担保项目报送数据。",
        discussion:
            "Eight tables of what is new or changed in the period; docs/return.md says how they are filled.")

    @OptionGroup var database: DatabaseOption

    @Option(
        help: ArgumentHelp("The first day, such as 2025-01-01; without it, give --whole.", valueName: "day"))
    var from: Day?

    @Option(help: ArgumentHelp("The last day.", valueName: "day"))
    var to: Day

    @Flag(help: "Everything from the beginning of the book.")
    var whole = false

    @Option(help: ArgumentHelp("A folder that is not there yet, or empty.", valueName: "folder"))
    var out: String

    @Option(help: "csv or xlsx.")
    var format: TableFormat = .csv

    @Flag(help: "Print JSON: rows by table, or what was found.")
    var json = false

    func validate() throws {
        guard whole != (from != nil) else {
            throw invalid(
                Sentence(zh: "--from 和 --whole 要写且只写一项。", en: "Give either --from or --whole."))
        }
        guard ReturnPeriod(from: from, to: to) != nil else {
            throw invalid(
                Sentence(zh: "期间的止日早于起日。", en: "The period ends before it begins."))
        }
    }

    func run() throws {
        guard let period = ReturnPeriod(from: whole ? nil : from, to: to) else { return }
        let book = try database.openForReading()
        defer { book.close() }
        do {
            show(try ReturnExport.write(period, to: out, format: format, in: book))
        } catch ReturnRefusal.found(let findings, let count) {
            try tell(findings)
            throw fail(ReturnRefusal.found(findings, count: count))
        } catch let refusal as any Refusal {
            throw fail(refusal)
        } catch let error as StorageError {
            throw fail(error)
        }
    }

    private func show(_ counts: ReturnExport.Counts) {
        let rows = ReturnTable.allCases.map { table in
            let name = Sentence(zh: table.rawValue, en: table.englishName).text(in: commandLanguage)
            return [name, String(counts[table] ?? 0)]
        }
        if json {
            let fields = ReturnTable.allCases.map { ($0.rawValue, counts[$0] ?? 0) }
            try? printJSON(["rows": Dictionary(uniqueKeysWithValues: fields)])
        } else {
            printTable(headings: [Sentence(zh: "表", en: "Table").text(in: commandLanguage), out], rows: rows)
        }
    }

    /// A hundred are enough to see what is wrong; JSON has as many as were kept.
    private func tell(_ findings: [ReturnFinding]) throws {
        if json { return try printJSON(["findings": findings.map(FindingOutput.init)]) }
        for finding in findings.prefix(100) { _ = fail(finding) }
    }
}

private struct FindingOutput: Encodable {
    let code: String
    let zh: String
    let en: String

    init(_ finding: ReturnFinding) {
        code = finding.code
        zh = finding.sentence.zh
        en = finding.sentence.en
    }
}
