/// `cassia export ledger`, `trial-balance` and `statement`: the double entry and its sums.
public import App
public import ArgumentParser
import Core
import Foundation

struct ExportLedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "The whole ledger for hledger, ledger or beancount, or as CSV. 导出复式账簿。")

    @OptionGroup var database: DatabaseOption

    @Option(help: "hledger (ledger reads it too), beancount or csv.")
    var format: LedgerExport.Format

    @Option(help: ArgumentHelp("The file to write; the standard output without it.", valueName: "file"))
    var out: String?

    @Option(help: "Only entries that took effect on this day or later.")
    var from: Day?

    @Option(help: "Only entries that took effect up to this day.")
    var to: Day?

    func run() async throws {
        try await withBook(database) { book in
            let title = Sentence(zh: "导出", en: "Exporting").text(in: commandLanguage)
            var bar: ProgressBar?
            defer { bar?.finish() }
            try await LedgerExport(format, from: from, to: to).write(book, to: out ?? "-") { done, all in
                if bar == nil { bar = ProgressBar(title, byteCount: all, language: commandLanguage) }
                bar?.update(rows: Int(done), bytes: done)
            }
        }
    }
}

extension LedgerExport.Format: ExpressibleByArgument {}

struct ExportTrialBalanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trial-balance",
        abstract: "The balance of every account on a day. 试算平衡表。")

    @OptionGroup var options: ExportOptions

    @Option(help: "Entries that took effect up to this day; all without it.")
    var asOf: Day?

    @Option(help: "Only what had been recorded by the end of this day (UTC).")
    var recordedBy: Day?

    func run() async throws {
        try await options.run { book in
            let end = recordedBy.map { (Int64($0.number) + 1) * 86_400_000 - 1 }
            let balance = try await TrialBalance.read(book, on: asOf, recordedUntil: end)
            let writer = try TableWriter(
                path: options.path, format: options.tableFormat,
                columns: [
                    .init("institution"), .init("name"), .init("account"), .init("debit_yuan", .money),
                    .init("credit_yuan", .money),
                ], sheet: "trial-balance")
            for line in balance.lines where !line.balance.isZero {
                let isDebit = line.balance.isPositive
                try writer.append([
                    .text(line.code), .text(line.name), .text(line.exportName),
                    isDebit ? .money(line.balance) : .empty, isDebit ? .empty : .money(-line.balance),
                ])
            }
            try writer.append([
                .text(""), .text(Sentence(zh: "合计", en: "Total").text(in: commandLanguage)), .text(""),
                .money(balance.debits), .money(balance.credits),
            ])
            try writer.finish()
        }
    }
}

struct ExportStatementCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statement",
        abstract: "The movements of an institution's accounts. 机构对账单。")

    @OptionGroup var options: ExportOptions

    @Option(help: "The institution's code.")
    var institution: String

    @Option(help: "The first day.")
    var from: Day?

    @Option(help: "The last day.")
    var to: Day?

    func run() async throws {
        let (code, from, to, options) = (institution, from, to, options)
        try await options.run { book in
            try await AccountStatement.write(
                book, institution: code, from: from, to: to, path: options.path, format: options.tableFormat)
        }
    }
}
